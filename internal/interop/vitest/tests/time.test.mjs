import { expect, test } from "vitest";
import { inTenant, person } from "../tenant.mjs";

for (const days of [1, 29, 31, 400]) {
	test(`the bin forgets after 30 days (${days})`, inTenant(async (tenant) => {
		const graph = tenant.graph();
		const { id } = await graph.api("/users").post(person);
		await graph.api(`/users/${id}`).delete();
		await tenant.advance(`${days * 24}h`);
		const { value } = await graph.api("/directory/deletedItems/microsoft.graph.user").get();
		expect(value.map((user) => user.id)).toEqual(days < 30 ? [id] : []);
	}));
}

test("a clock starts where the test wants it", inTenant(async (tenant) => {
	const { now } = await tenant.ask("GET", "/clock");
	expect(now).toMatch(/^2030-02-03T04:0/);
}, { start: "2030-02-03T04:05:06Z" }));
