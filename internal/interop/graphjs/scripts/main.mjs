// Runs one step after the other for the test that started it. The first line of
// the standard input says how to sign in; each further line is a step with its
// input, and is answered by one line: what the client returned, or threw.
import { createInterface } from "node:readline";
import { setGlobalDispatcher, ProxyAgent } from "undici";

import * as batches from "./batches.mjs";
import { connect, thrown } from "./connect.mjs";
import * as managers from "./managers.mjs";
import * as paths from "./paths.mjs";
import * as signIn from "./signin.mjs";
import * as users from "./users.mjs";

const areas = { batches, managers, paths, signIn, users };

// The fetch of node does not read HTTPS_PROXY.
const proxy = new ProxyAgent(process.env.HTTPS_PROXY);
setGlobalDispatcher(proxy);

let graph;
let application;
for await (const line of createInterface({ input: process.stdin })) {
  const { application: given, step, input } = JSON.parse(line);
  if (given) {
    application = given;
    graph = connect(application);
    continue;
  }
  const [area, name] = step.split(".");
  let answer;
  try {
    answer = { value: (await areas[area][name](graph, input ?? {}, application)) ?? null };
  } catch (error) {
    answer = { thrown: thrown(error) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
await proxy.close();
