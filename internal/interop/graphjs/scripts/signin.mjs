import { ClientSecretCredential } from "@azure/identity";
import { Client } from "@microsoft/microsoft-graph-client";
import { TokenCredentialAuthenticationProvider } from "@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js";

import { thrown } from "./connect.mjs";

// azure signs in with the SDK's credential, as Microsoft's samples do, and gets
// one user.
export async function azure(_, { user, tenant, secret, options }, application) {
  const credential = new ClientSecretCredential(
    tenant ?? application.tenant,
    application.id,
    secret ?? application.secret,
    options,
  );
  const graph = Client.initWithMiddleware({
    authProvider: new TokenCredentialAuthenticationProvider(credential, {
      scopes: ["https://graph.microsoft.com/.default"],
    }),
  });
  return graph.api(`/users/${user}`).get();
}

// elsewhere asks a host that is none of Microsoft's: nothing may leave the test.
export async function elsewhere() {
  try {
    await fetch("https://example.com/");
    return "let through";
  } catch (error) {
    return thrown(error.cause ?? error).message;
  }
}
