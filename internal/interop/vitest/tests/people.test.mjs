import { expect, test } from "vitest";
import { inTenant, person } from "../tenant.mjs";

for (const round of [1, 2, 3, 4]) {
	test(`somebody is created, found and deleted (${round})`, inTenant(async (tenant) => {
		const graph = tenant.graph();
		const made = await graph.api("/users").post(person);
		expect(made.userPrincipalName).toBe(person.userPrincipalName);
		await expect(graph.api("/users").post(person)).rejects.toMatchObject({ statusCode: 400 });
		expect((await graph.api(`/users/${made.id}`).get()).displayName).toBe(person.displayName);
		await graph.api(`/users/${made.id}`).delete();
		await expect(graph.api(`/users/${made.id}`).get()).rejects.toMatchObject({ statusCode: 404 });
	}));
}

test("a snapshot tells what a program changed, and takes it back", inTenant(async (tenant) => {
	const graph = tenant.graph();
	const { id } = await tenant.ask("POST", "/snapshots", {});
	await graph.api("/users/AlexW@contoso.com").patch({ jobTitle: "Boss" });
	const { lines } = await tenant.ask("GET", `/snapshots/${id}/changes`);
	expect(lines.join("\n")).toContain("Boss");
	await tenant.ask("POST", `/snapshots/${id}/restore`, {});
	expect((await graph.api("/users/AlexW@contoso.com").get()).jobTitle).not.toBe("Boss");
}));

test("a large tenant is made at once", inTenant(async (tenant) => {
	const count = await tenant.graph().api("/users/$count").header("ConsistencyLevel", "eventual").get();
	expect(Number(count)).toBe(2001);
}, { name: "Fabrikam", people: 2000 }));
