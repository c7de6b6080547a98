import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { AgentServer, sha256 } from "../../support/agent-server";

const DAY = 86_400;

describe("on another day the agent", () => {
  let server: AgentServer;
  beforeEach(() => {
    server = new AgentServer();
    server.publish(`one\ntoday: [ ! -e "$root/ended" ] || { echo "jan's access has ended" >&2; exit 1; }\n`);
    server.agent();
    server.verbs();
  });
  afterEach(() => server.remove());

  test("lets the handler see to what ends, once", () => {
    server.pass(DAY / 2 - 1);
    server.agent();
    expect(server.verbs()).toEqual([]);
    server.pass(1);
    expect(server.agent()).toEqual({ status: 0, signal: null, journal: [] });
    expect(server.verbs()).toEqual(["firewall today"]);
    server.pass(3600);
    server.agent();
    expect(server.verbs()).toEqual([]);
  });

  test("does so also when there is no document any more, or a bad one", () => {
    server.setInfo("guestinfo.straat.firewall", undefined);
    server.pass(DAY);
    server.agent();
    expect(server.verbs()).toEqual(["firewall today"]);
    server.publish("two\ncheck: exit 1\n");
    server.pass(DAY);
    server.agent();
    expect(server.verbs()).toEqual(["firewall check", "firewall today"]);
  });

  test("does not do so for a document that it applies that day", () => {
    server.pass(DAY);
    server.publish("two\n");
    server.agent();
    server.agent();
    expect(server.verbs()).toEqual(["firewall check", "firewall apply", "firewall verify"]);
  });

  test("reports what the handler says, and asks again each hour until it is well", () => {
    server.pass(DAY);
    server.write("/ended", "");
    expect(server.agent().status).toBe(1);
    expect(server.report()?.error).toBe("today: jans access has ended");
    server.pass(3599);
    expect(server.agent()).toEqual({ status: 0, signal: null, journal: [] });
    expect(server.verbs()).toEqual(["firewall today"]);
    server.run("rm", [server.at("/ended")]);
    server.pass(1);
    server.agent();
    expect(server.verbs()).toEqual(["firewall today"]);
    expect(server.report()).toMatchObject({ applied: expect.stringMatching(/^[0-9a-f]{64}$/), error: null });
  });

  test("does nothing when the clock went back: that could let in who is gone", () => {
    server.pass(-2 * DAY);
    expect(server.agent().status).toBe(1);
    expect(server.verbs()).toEqual([]);
    expect(server.report()?.error).toBe("the clock says 2026-03-08, which is before 2026-03-10");
    server.pass(3 * DAY);
    server.agent();
    expect(server.verbs()).toEqual(["firewall today"]);
    expect(server.report()?.error).toBeNull();
  });

  test.each(["exit 1", "echo soon", "echo 2026-03-11; echo x"])(
    "reports a clock that cannot be read: %s",
    (date) => {
      server.standIn("date", date);
      server.publish("two\n");
      expect(server.agent().status).toBe(1);
      expect(server.report()).toEqual({
        sha256: sha256("two\n"),
        applied: sha256("two\n"),
        error: "the clock cannot be read",
      });
      expect(server.verbs()).not.toContain("firewall today");
    },
  );
});
