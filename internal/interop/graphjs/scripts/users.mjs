import { PageIterator } from "@microsoft/microsoft-graph-client";

// ask builds a request with the client's own methods.
function ask(graph, path, { select, filter, orderby, top, count, search, headers }) {
  let request = graph.api(path);
  if (select) request = request.select(select);
  if (filter) request = request.filter(filter);
  if (orderby) request = request.orderby(orderby);
  if (top) request = request.top(top);
  if (count) request = request.count(true);
  if (search) request = request.search(search);
  if (headers) request = request.headers(headers);
  return request;
}

// list returns one page, as it came.
export function list(graph, input) {
  return ask(graph, "/users", input).get();
}

// iterate pages through all users with the client's iterator.
export async function iterate(graph, input) {
  const first = await ask(graph, "/users", input).get();
  const users = [];
  const iterator = new PageIterator(
    graph,
    first,
    (user) => {
      users.push(user);
      return true;
    },
    input.headers && { headers: input.headers },
  );
  await iterator.iterate();
  return { users, complete: iterator.isComplete(), total: first["@odata.count"] };
}

// pause stops the iterator in the middle of a page and resumes it later.
export async function pause(graph, { top, after }) {
  const first = await ask(graph, "/users", { top }).get();
  const users = [];
  let stopped = false;
  const iterator = new PageIterator(graph, first, (user) => {
    users.push(user);
    if (users.length === after && !stopped) {
      stopped = true;
      return false;
    }
    return true;
  });
  await iterator.iterate();
  const before = users.length;
  await iterator.resume();
  return { before, users, complete: iterator.isComplete() };
}

// count asks for the number alone.
export async function count(graph, { headers, filter }) {
  const answer = await ask(graph, "/users/$count", { headers, filter }).get();
  return { type: typeof answer, text: String(answer).trim() };
}

export function create(graph, { user }) {
  return graph.api("/users").post(user);
}

// get takes an id or a user name; path is the whole path in its place.
export function get(graph, { id, path, select }) {
  return ask(graph, path ?? `/users/${encodeURIComponent(id)}`, { select }).get();
}

export function update(graph, { id, change }) {
  return graph.api(`/users/${encodeURIComponent(id)}`).update(change);
}

export { remove as delete };
function remove(graph, { id }) {
  return graph.api(`/users/${encodeURIComponent(id)}`).delete();
}

// timed is list with the time that it took, waits of the retry handler included.
export async function timed(graph, input) {
  const begin = performance.now();
  const page = await list(graph, input);
  return { users: page.value.length, milliseconds: performance.now() - begin };
}
