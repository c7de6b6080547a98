import { describe, expect, test } from "@jest/globals";
import { agentPart, REPORTS } from "../../../lib/guest/documents/agent";
import { DOCUMENT_NAMES } from "../../../lib/guest/documents/live-document";

const fileOf = (path: string, part = agentPart(["firewall"])) =>
  part.files?.find((file) => file.path === path);

describe("the agent's part of a server", () => {
  test("lists the documents once each, in the order in which they are applied", () => {
    const listed = fileOf("/etc/straat/documents", agentPart(["vpn", "ssh", "identity", "ssh"]))?.content;
    expect(listed).toBe("identity\nssh\nvpn\n");
    expect(fileOf("/etc/straat/documents", agentPart(DOCUMENT_NAMES.toReversed()))?.content).toBe(
      `${DOCUMENT_NAMES.join("\n")}\n`,
    );
  });

  test("differs in that list only, and is the same each time", () => {
    const others = (part = agentPart(["firewall"])) =>
      part.files?.filter(({ path }) => path !== "/etc/straat/documents");
    expect(others(agentPart(["ssh", "patch"]))).toEqual(others());
    expect(agentPart(["ssh", "vpn"])).toEqual(agentPart(["vpn", "ssh"]));
  });

  test("runs each minute and soon after a start, and fails with an alarm", () => {
    expect(agentPart(["firewall"]).enabled).toEqual(["straat-agent.timer"]);
    const timer = fileOf("/etc/systemd/system/straat-agent.timer")?.content;
    expect(timer).toContain("OnCalendar=minutely\n");
    expect(timer).toMatch(/^OnBootSec=\d+s$/m);
    expect(fileOf("/etc/systemd/system/straat-agent.service")?.content).toContain(
      "OnFailure=straat-alarm@%n.service\n",
    );
    expect(fileOf("/etc/systemd/system/straat-alarm@.service")?.content).toContain(
      `ExecStart=/usr/bin/logger --priority daemon.alert --tag straat-alarm '{"alarm":"%i"}'\n`,
    );
  });

  test("keeps the device by which a privileged question reaches VMware", () => {
    expect(fileOf("/etc/systemd/system/straat-agent.service")?.content).not.toMatch(
      /PrivateDevices|RestrictAddressFamilies|ProtectSystem/,
    );
  });

  test("makes the folder in which other programs leave reports", () => {
    expect(agentPart(["firewall"]).commands?.join()).toContain(REPORTS);
  });
});
