export function set(graph, { user, manager }) {
  return graph
    .api(`/users/${encodeURIComponent(user)}/manager/$ref`)
    .put({ "@odata.id": `https://graph.microsoft.com/v1.0/users/${encodeURIComponent(manager)}` });
}

export function get(graph, { user }) {
  return graph.api(`/users/${encodeURIComponent(user)}/manager`).get();
}

export function remove(graph, { user }) {
  return graph.api(`/users/${encodeURIComponent(user)}/manager/$ref`).delete();
}

export function reports(graph, { user, top }) {
  let request = graph.api(`/users/${encodeURIComponent(user)}/directReports`);
  if (top) request = request.top(top);
  return request.get();
}
