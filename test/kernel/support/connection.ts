import type { Agent } from "./agent";

/** A TCP connection that stays open, to see what a change does to it. */
export class Connection {
  /** How it ended, once it has. */
  readonly ended: Promise<"closed" | "reset">;
  private ending: "closed" | "reset" | undefined;

  private constructor(
    private readonly agent: Agent,
    private readonly connection: number,
  ) {
    this.ended = new Promise((resolve) =>
      agent.whenClosed(connection, (how) => {
        this.ending = how;
        resolve(how);
      }),
    );
  }

  /** Opens a connection and waits for the greeting of the other side. */
  static async open(
    agent: Agent,
    request: { readonly source: string; readonly destination: string; readonly port: number },
    timeoutMs: number,
  ): Promise<Connection> {
    const { result, detail, connection } = await agent.ask("open", { ...request, timeoutMs });
    if (result === "open") return new Connection(agent, connection);
    throw new Error(`${request.source} to ${request.destination} port ${request.port}: ${detail ?? result}`);
  }

  /** Open until told otherwise. One whose packets are dropped stays open, and its `send` is not answered. */
  get state(): "open" | "closed" | "reset" {
    return this.ending ?? "open";
  }

  /** Sends something, and tells whether it was echoed in time. */
  async send(timeoutMs = 1000): Promise<boolean> {
    return await this.agent.ask("send", { connection: this.connection, timeoutMs });
  }

  async close(): Promise<void> {
    await this.agent.ask("close", { connection: this.connection });
  }
}
