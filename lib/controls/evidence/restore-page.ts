import { code, heading, paragraph, type Section } from "./page";
import {
  CLOSE_COMMANDS,
  dataCommands,
  FILE_COMMANDS,
  HERE_COMMANDS,
  listCommands,
  OPEN_COMMANDS,
  PASSWORD_COMMANDS,
  RESTORE_COMMANDS,
  RESTORED,
  SHELL_COMMANDS,
} from "./restore-commands";

/** By what it is linked to. */
export const RESTORE_SECTION = "Restore a server from its backup";

/**
 * How something comes out of a backup: the same for every server, so it is told once.
 *
 * @param host the server it is told for
 */
export function restoreSection(host: string): Section {
  const commands = (lines: readonly string[]) => ({ kind: "commands" as const, lines });
  return {
    title: RESTORE_SECTION,
    blocks: [
      heading(3, "The server itself"),
      paragraph(
        "A server that was made anew tells its certificate request as ",
        code("guestinfo.straat.report.identity-request"),
        ". Sign it, give it to the platform as one of ",
        code("certificates"),
        ", and apply: without a certificate no repository lets it in. It is let into the folder of its own name only, so a restore is done on the server that is restored.",
      ),
      heading(3, "The password, on the repository"),
      paragraph(
        "As root (",
        code("sudo -i"),
        "). A server that was made anew began a new folder beside its old one, so the one to read is the last before the disaster. Its number is what stands before the dot.",
      ),
      commands([...listCommands(host), ...PASSWORD_COMMANDS]),
      paragraph(
        "If the repository's own key is lost, who keeps the escrow reads the same file with ",
        code("age --decrypt --identity"),
        " and the key kept outside both sites. The password opens this one folder; sudo keeps what it answered where root alone reads it.",
      ),
      heading(3, "The files, on the server"),
      paragraph("As root, in a shell that sees the repository:"),
      commands(SHELL_COMMANDS),
      paragraph("Then, where the third line waits for the password and the end of input (Ctrl-D):"),
      commands(OPEN_COMMANDS),
      paragraph("Everything it had, beside what is there now:"),
      commands(RESTORE_COMMANDS),
      paragraph(
        "Or one file (H-10), of the newest backup, or of the one whose id is written in place of ",
        code("latest"),
        ":",
      ),
      commands(FILE_COMMANDS),
      heading(3, "Databases of PostgreSQL"),
      paragraph(
        "Into a server that is new, on the member that takes writes. That the role ",
        code("postgres"),
        " is there already is said, and is no failure. A single database is restored by its own file.",
      ),
      commands(dataCommands("postgresql")),
      heading(3, "Databases of MariaDB"),
      paragraph(
        "The same. A file whose name begins with ",
        code("x-"),
        " is of a database with an odd name: what follows is its bytes in hexadecimal, and the name is written out by hand.",
      ),
      commands(dataCommands("mariadb")),
      heading(3, "Other data"),
      paragraph(
        "With what uses it stopped, move what is wanted from ",
        code(RESTORED),
        " to its place; owners and modes came with it. See what there is:",
      ),
      commands(dataCommands(undefined)),
      heading(3, "On the repository itself"),
      paragraph(
        "Where the server cannot ask by itself. In the shell in which the key was found; what comes out is taken to its place through an administrator's machine. As much room as the server's data takes has to be there.",
      ),
      commands(HERE_COMMANDS),
      heading(3, "At the end"),
      paragraph("Also when nothing came of it:"),
      commands(CLOSE_COMMANDS),
    ],
  };
}
