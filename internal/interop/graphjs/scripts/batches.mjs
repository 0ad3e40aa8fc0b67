import { BatchRequestContent, BatchResponseContent } from "@microsoft/microsoft-graph-client";

// The client takes the host off a URL and leaves the version on, which the
// service then takes for a part of the path; and node takes no URL without a
// host. So programs write the host alone.
const host = "https://graph.microsoft.com";

// send sends one batch, made and read with the client's own classes.
export async function send(graph, { requests }) {
  const steps = requests.map(({ id, url, method, headers, body, dependsOn }) => ({
    id,
    request: new Request(host + url, { method, headers, body: body && JSON.stringify(body) }),
    dependsOn,
  }));
  const content = await new BatchRequestContent(steps).getContent();
  const answer = new BatchResponseContent(await graph.api("/$batch").post(content));
  const parts = {};
  for (const [id, response] of answer.getResponsesIterator()) {
    parts[id] = {
      status: response.status,
      type: response.headers.get("Content-Type"),
      units: response.headers.get("x-ms-resource-unit"),
      retryAfter: response.headers.get("Retry-After"),
      text: await response.text(),
    };
  }
  return parts;
}
