import type { Assessment } from "../controls/assessment";
import { terminal } from "../controls/report/terminal";

/** Prints what the rules found, in colour where a person looks at it and did not ask for none (`NO_COLOR`). */
export function printFindings(assessment: Assessment, stream: NodeJS.WriteStream): void {
  const colour = stream.isTTY === true && !process.env.NO_COLOR;
  stream.write(terminal(assessment, { colour }));
}
