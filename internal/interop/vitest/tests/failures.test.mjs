import { expect, test } from "vitest";
import { inTenant, person } from "../tenant.mjs";

test("Microsoft's client waits when it is throttled", inTenant(async (tenant) => {
	await tenant.ask("POST", "/drills", { refuse: "throttled", op: "identity.Users.Get", times: 1, retryAfter: "1" });
	expect((await tenant.graph().api("/users/AlexW@contoso.com").get()).displayName).toBe("Alex Wilber");
	const { value } = await tenant.ask("GET", "/requests?operation=identity.Users.Get");
	expect(value.map((request) => request.status)).toEqual([429, 200]);
}));

test("an incident is published, and is over", inTenant(async (tenant) => {
	const graph = tenant.graph();
	const { result } = await tenant.ask("POST", "/backstage/health.PublishIssue", { service: "Exchange Online", title: "Mail is slow", text: "<p>We look.</p>" });
	expect((await graph.api(`/admin/serviceAnnouncement/issues/${result.id}`).get()).isResolved).toBe(false);
	await tenant.ask("POST", "/backstage/health.UpdateIssue", { issue: result.id, update: { status: "serviceRestored", text: "<p>Done.</p>" } });
	expect((await graph.api(`/admin/serviceAnnouncement/issues/${result.id}`).get()).isResolved).toBe(true);
}));

test("a wrong body is refused by Microsoft's rules", inTenant(async (tenant) => {
	const { displayName, ...nameless } = person;
	await expect(tenant.graph().api("/users").post(nameless)).rejects.toMatchObject({ statusCode: 400, code: "Request_BadRequest" });
	expect(displayName).toBeTruthy();
	const { value } = await tenant.ask("GET", "/requests?refused=true");
	expect(value).toHaveLength(1);
	expect(value[0].rule).toBeTruthy();
}));
