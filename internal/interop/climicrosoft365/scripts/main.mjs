// Runs one command of the CLI after the other for the test that started it, through
// the package's own programming interface: a process for each command would take
// seconds of the machine. Each line of the standard input is a command with its
// options, and is answered by one line: what the command printed, and its error.
import { createInterface } from "node:readline";
import { executeCommand } from "@pnp/cli-microsoft365";

for await (const line of createInterface({ input: process.stdin })) {
  const { command, options } = JSON.parse(line);
  let answer;
  try {
    const { stdout, stderr } = await executeCommand(command, { output: "json", ...options });
    answer = { stdout, stderr };
  } catch (thrown) {
    const error = thrown.error ?? thrown;
    const said = typeof error.message === "string" ? error.message : JSON.stringify(error.message ?? error);
    answer = { stderr: thrown.stderr ?? "", error: said, stack: error.stack };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
