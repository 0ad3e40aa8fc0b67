import { Client } from "@microsoft/microsoft-graph-client";

// connect returns a client with the default middleware, as most programs have
// it, that signs in by the plain protocol, or comes with the token of a person
// who has signed in elsewhere.
export function connect(application) {
  let held;
  return Client.initWithMiddleware({
    authProvider: {
      async getAccessToken() {
        if (application.token) {
          return application.token;
        }
        if (!held || held.until < Date.now()) {
          held = await token(application);
        }
        return held.text;
      },
    },
  });
}

async function token({ tenant, id, secret }) {
  const response = await fetch(`https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: id,
      client_secret: secret,
      scope: "https://graph.microsoft.com/.default",
    }),
  });
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(answer.error_description);
  }
  return { text: answer.access_token, until: Date.now() + (answer.expires_in - 60) * 1000 };
}

// thrown is what a program sees of an error.
export function thrown(error) {
  return {
    name: error.name,
    message: error.message,
    code: error.code,
    statusCode: error.statusCode,
    requestId: error.requestId,
    date: error.date,
    body: error.body,
    retryAfter: error.headers?.get?.("Retry-After"),
    stack: error.stack,
  };
}
