import { levels, partialOutput } from "../bindings/layout";
import type { MailboxMessage, ProgramOutput } from "../bindings/program-contract";

/** Converts an output message of the mailbox. `begun` is the start of the program on the clock of the messages. */
export function outputOf(message: MailboxMessage, begun: number): ProgramOutput {
  const { a, processor, time } = message;
  const partial = a >= partialOutput;
  return {
    text: message.text(),
    level: levels[partial ? a - partialOutput : a] ?? "log",
    processor,
    time: time - begun,
    ...(partial ? { partial } : {}),
  };
}
