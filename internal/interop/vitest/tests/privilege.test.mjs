import { expect, test } from "vitest";
import { inTenant } from "../tenant.mjs";

/** work is the program whose permissions are looked for. */
async function work(graph) {
	const { value } = await graph.api("/users").get();
	await graph.api(`/users/${value[0].id}`).patch({ officeLocation: "12/1110" });
	await graph.api("/organization").get();
	return value.length;
}

test("the least permissions are found, and do", inTenant(async (tenant) => {
	const people = await work(tenant.graph());
	const [used] = (await tenant.ask("GET", `/permissions?app=${tenant.clientId}`)).value;
	expect(used.exact).toBe(true);
	expect(used.least.length).toBeGreaterThan(1);
	const app = await tenant.ask("POST", "/apps", { permissions: used.least });
	expect(await work(tenant.graph(app))).toBe(people);
	for (const missing of used.least.filter((name) => name.startsWith("User."))) {
		const less = await tenant.ask("POST", "/apps", { permissions: used.least.filter((name) => name !== missing) });
		await expect(work(tenant.graph(less))).rejects.toMatchObject({ statusCode: 403 });
	}
}));
