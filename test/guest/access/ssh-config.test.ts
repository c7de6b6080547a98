import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { sshPart } from "../../../lib/guest/access/ssh";
import { HOST_KEY } from "../../../lib/guest/access/sshd-config";
import { Cidr } from "../../../lib/model/cidr";
import { PrivateRoot } from "../../support/private-root";
import { lackingForSshServer } from "../../support/ssh-server";
import { describeUnless } from "../../support/tool";

// Real programs, which take longer on a busy machine.

describeUnless(lackingForSshServer(), "the configuration of sshd, by sshd's own word", () => {
  let root: PrivateRoot;
  beforeAll(async () => {
    root = await PrivateRoot.make();
    root.install(sshPart([Cidr.parse("10.99.1.0/24")]));
  });
  afterAll(() => root.remove());

  const means = (...more: readonly string[]) => root.run(["sshd", "-T", ...more]).split("\n");

  test("is what sshd takes, and means what was meant", () => {
    root.run(["sshd", "-t"]);
    const meant = [
      ...["permitrootlogin no", "authenticationmethods publickey", "passwordauthentication no"],
      ...["kbdinteractiveauthentication no", "hostbasedauthentication no", "permitemptypasswords no"],
      ...["allowgroups straat-admins", "allowusers *@10.99.1.0/24", "disableforwarding yes"],
      ...[
        "authorizedkeysfile /etc/ssh/straat/keys/%u",
        "authorizedprincipalsfile /etc/ssh/straat/principals/%u",
      ],
      ...["trustedusercakeys /etc/ssh/straat/authorities", "authorizedkeyscommand none", "usepam yes"],
      ...["pubkeyauthoptions touch-required verify-required", "requiredrsasize 3072", "loglevel VERBOSE"],
      ...["maxauthtries 4", "logingracetime 30", "clientaliveinterval 60", "clientalivecountmax 3"],
      ...[`hostkey ${HOST_KEY}`, "hostkeyalgorithms ssh-ed25519", "banner /etc/issue.net"],
      ...["permituserenvironment no", "maxstartups 10:30:60", "x11forwarding no"],
    ];
    expect(means()).toEqual(expect.arrayContaining(meant));
    expect(means().filter((line) => line.startsWith("hostkey "))).toHaveLength(1);
    expect(means().filter((line) => line.startsWith("allowusers "))).toHaveLength(1);
  });

  test("offers nothing that is broken or made by one party alone", () => {
    const named = means().filter((line) =>
      /^(ciphers|macs|kexalgorithms|pubkeyaccepted|casignature)/.test(line),
    );
    expect(named).toHaveLength(5);
    expect(named.join(" ")).not.toMatch(
      /sha1|md5|cbc|arcfour|diffie-hellman|nistp256-sha|ecdh|dss|-ctr|ssh-rsa/,
    );
    expect(named.find((line) => line.startsWith("kex"))).toMatch(/^kexalgorithms (sntrup761|mlkem768)x25519/);
  });

  test("means the same for everybody from everywhere, and whatever lies in sshd_config.d", () => {
    const plain = means();
    root.write(
      "/etc/ssh/sshd_config.d/50-cloud-init.conf",
      "PasswordAuthentication yes\nPermitRootLogin yes\n",
    );
    expect(means()).toEqual(plain);
    for (const who of ["user=jdevries,addr=10.99.1.5", "user=root,addr=192.0.2.1", "user=x,addr=fd00::1"]) {
      expect(means("-C", `${who},host=x`)).toEqual(plain);
    }
  });

  test("has a host key of its own that a second run keeps, and none of the template", () => {
    const key = root.read(HOST_KEY);
    root.write("/etc/ssh/ssh_host_rsa_key", "the template's");
    root.install(sshPart([Cidr.parse("10.99.1.0/24")]));
    expect(root.read(HOST_KEY)).toBe(key);
    expect(root.run(["sh", "-c", "ls /etc/ssh"])).not.toContain("ssh_host");
    expect(root.run(["stat", "-c", "%a", HOST_KEY])).toBe("600\n");
  });
});
