// A tenant of the emulator for one test, by the control interface.
import { Client } from "@microsoft/microsoft-graph-client";

const control = process.env.ADMIN365_CONTROL + "/v1";

/** call calls the control interface, and throws what it refuses. */
export async function call(method, url, body) {
	const answer = await fetch(url, {
		method,
		headers: body === undefined ? {} : { "Content-Type": "application/json" },
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	const text = await answer.text();
	if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${text}`);
	return text === "" ? undefined : JSON.parse(text);
}

/** Tenant is a tenant with a clock of its own. */
export class Tenant {
	/** create makes one: Contoso, unless options say otherwise. */
	static async create(options = {}) {
		const tenant = new Tenant();
		Object.assign(tenant, await call("POST", control + "/tenants", options));
		return tenant;
	}

	/** drop ends it. */
	drop() {
		return call("DELETE", this.control);
	}

	/** ask is any call about the tenant, such as ask("POST", "/clock", { advance: "24h" }). */
	ask(method, path, body) {
		return call(method, this.control + path, body);
	}

	/** advance lets time pass for it, and for no other tenant. */
	advance(duration) {
		return this.ask("POST", "/clock", { advance: duration });
	}

	/** graph is Microsoft's client, which asks graph.microsoft.com as ever. */
	graph(app = this) {
		return Client.initWithMiddleware({ authProvider: { getAccessToken: () => this.token(app) } });
	}

	/** token signs an application in with its secret. */
	async token(app = this) {
		const answer = await fetch(`https://login.microsoftonline.com/${this.tenantId}/oauth2/v2.0/token`, {
			method: "POST",
			body: new URLSearchParams({
				grant_type: "client_credentials",
				client_id: app.clientId,
				client_secret: app.clientSecret,
				scope: "https://graph.microsoft.com/.default",
			}),
		});
		const said = await answer.json();
		if (!answer.ok) throw new Error(said.error_description);
		return said.access_token;
	}
}

/** inTenant runs a test in a tenant of its own. */
export function inTenant(test, options) {
	return async (context) => {
		const tenant = await Tenant.create(options);
		try {
			await test(tenant, context);
		} finally {
			await tenant.drop();
		}
	};
}

/** person is somebody whose name is the same in every test. */
export const person = {
	accountEnabled: true,
	displayName: "Sam Same",
	mailNickname: "same",
	userPrincipalName: "same@contoso.com",
	passwordProfile: { password: "vQ7#mzKp2!rT" },
};
