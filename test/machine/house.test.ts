import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { FIRST_BOOT_KEYS } from "../../lib/guest/first-boot";
import { admins } from "../../stacks/admins";
import type { AppView } from "../support/app";
import { Authority } from "../support/authority";
import { unpacked } from "../support/guestinfo";
import { describeUnless } from "../support/tool";
import { buildHouse } from "./support/house";
import { HouseLab } from "./support/house-lab";
import { lackingForMachines } from "./support/lacking";
import { Template } from "./support/template";

jest.setTimeout(900_000);

/** Somebody who can read every backup's password; the private half was thrown away. */
const ESCROW = ["age10ksr4v7mvaeedkzh64nlqfquhw49aqr8pchvefhrcr475zn7kprsyvn0uv"];

/** What cannot be well in a container: the kernel's audit is the machine's that runs this. */
const OF_THE_KERNEL = ["straat-heartbeat.service"];

describeUnless(lackingForMachines(), "a house whose servers are really started", () => {
  const authority = new Authority();
  let template: Template;
  let lab: HouseLab;
  beforeAll(async () => {
    const house = buildHouse({ authority: authority.pem, admins, escrow: ESCROW });
    template = Template.make(packagesOf(house));
    lab = await HouseLab.start(house, template);
  });
  afterAll(async () => {
    await lab?.destroy();
    template?.remove();
    authority.remove();
  });

  const each = async <T>(ask: (name: string) => Promise<T> | T) => {
    const answers = [...lab.machines.keys()].map(async (name) => [name, await ask(name)] as const);
    return Object.fromEntries(await Promise.all(answers));
  };
  const all = <T>(value: T) => Object.fromEntries([...lab.machines.keys()].map((name) => [name, value]));

  test("boots: cloud-init has no complaint, and no step of any part failed", async () => {
    expect(await each((name) => lab.machine(name).errors())).toEqual(all([]));
    expect(await each((name) => lab.machine(name).report("first-boot"))).toEqual(
      all('{"ok":true,"error":null}'),
    );
  });

  test("learns who its servers are from what they report, and every document is then in use", async () => {
    const requests = await each((name) => lab.reported(name, "identity-request"));
    const certificates = Object.entries(requests).map(([name, request]) =>
      authority.signRequest(Buffer.from(request, "base64"), {
        extensions: `basicConstraints=CA:FALSE\nextendedKeyUsage=clientAuth,serverAuth\nsubjectAltName=DNS:${name}`,
      }),
    );
    const backupRecipient = await lab.reported("backup-west-1", "backup-recipient");
    const known = { authority: authority.pem, admins, escrow: ESCROW, certificates, backupRecipient };
    await lab.apply(buildHouse(known));
    const errors = await each(async (name) => {
      const documents = (await lab.machine(name).sh("cat /etc/straat/documents")).split("\n");
      const reports = documents.map(
        (document) => [document, lab.machine(name).report(document) ?? "{}"] as const,
      );
      return reports.filter(([, report]) => JSON.parse(report).error !== null);
    });
    expect(errors).toEqual(all([]));
  });

  test("has nothing that failed, but what asks for a kernel of its own", async () => {
    const failed = await each(async (name) => {
      const units = await lab
        .machine(name)
        .sh("systemctl list-units --state=failed --plain --no-legend | cut -d ' ' -f 1");
      return units.split("\n").filter((unit) => unit !== "" && !OF_THE_KERNEL.includes(unit));
    });
    expect(failed).toEqual(all([]));
  });
});

/** Every package that some server asks for. */
function packagesOf(house: AppView): readonly string[] {
  const machines = house.paths.flatMap((path) =>
    Object.values(house.stack(path).resources("vsphere_virtual_machine")),
  );
  const userData = new Set(machines.map((body) => body["extra_config"]["guestinfo.userdata"] as string));
  const asked = [...userData].flatMap((text) => JSON.parse(unpacked(text).split("\n")[1] as string).packages);
  return [...new Set(asked as string[])].filter((name) => name !== "trivy").sort();
}
void FIRST_BOOT_KEYS;
