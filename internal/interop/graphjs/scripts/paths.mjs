import { PageIterator, ResponseType } from "@microsoft/microsoft-graph-client";

// What Microsoft's documentation shows for this client is a path and a verb;
// these are the steps for all that has no method of its own here.

function ask(graph, { path, select, filter, top, count, search, headers }) {
  let request = graph.api(path);
  if (select) request = request.select(select);
  if (filter) request = request.filter(filter);
  if (top) request = request.top(top);
  if (count) request = request.count(true);
  if (search) request = request.search(search);
  if (headers) request = request.headers(headers);
  return request;
}

export function get(graph, input) {
  return ask(graph, input).get();
}

export function post(graph, input) {
  return ask(graph, input).post(input.body ?? {});
}

export function patch(graph, input) {
  return ask(graph, input).patch(input.body);
}

export { remove as delete };
function remove(graph, input) {
  return ask(graph, input).delete();
}

// raw posts and returns the whole answer, headers and all; without a body it
// sends none.
export async function raw(graph, input) {
  const response = await ask(graph, input)
    .responseType(ResponseType.RAW)
    .post(input.body ?? undefined);
  return {
    status: response.status,
    location: response.headers.get("Location"),
    text: await response.text(),
  };
}

// iterate pages through a collection, or through changes up to their delta link.
export async function iterate(graph, input) {
  const items = [];
  const iterator = new PageIterator(
    graph,
    await ask(graph, input).get(),
    (item) => {
      items.push(item);
      return true;
    },
    input.headers && { headers: input.headers },
  );
  await iterator.iterate();
  return { items, complete: iterator.isComplete(), deltaLink: iterator.getDeltaLink() };
}
