import type { EditableMachine } from "../support/editable-fleet";
import { EDGE, REPOSITORY, WEB } from "../support/one-server";
import { describeRule } from "../support/rule-cases";

const setting = (key: string, value: string | undefined) => (machine: EditableMachine) => {
  if (value === undefined) delete machine.body.extra_config[key];
  else machine.body.extra_config[key] = value;
};

describeRule("secure-boot", {
  judges: [WEB.id, EDGE.id, REPOSITORY.id],
  breaches: [
    WEB.breach("a server starts by BIOS", /firmware is bios/, ({ body }) => {
      body.firmware = "bios";
    }),
    WEB.breach("secure boot is off", /signed or not/, ({ body }) => {
      body.efi_secure_boot_enabled = false;
    }),
    WEB.breach("nothing is said of secure boot", /efi_secure_boot_enabled is not there/, ({ body }) => {
      delete body.efi_secure_boot_enabled;
    }),
  ],
});

describeRule("virtual-tpm", {
  judges: [WEB.id, EDGE.id, REPOSITORY.id],
  breaches: [
    WEB.breach("a server of a site with TPMs has none", /has no virtual TPM/, ({ body }) => {
      delete body.vtpm;
    }),
    WEB.breach("a TPM is of an older version", /of version 1\.2/, ({ body }) => {
      body.vtpm.version = "1.2";
    }),
  ],
  allows: [
    {
      when: "a server of a site without a key provider has none",
      change: (fleet) => {
        delete fleet.resource("zorgplein-production", "vsphere_virtual_machine.web_1").vtpm;
      },
    },
    WEB.allows("Terraform writes the block as a list of one", ({ body }) => {
      body.vtpm = [body.vtpm];
    }),
  ],
});

const CONSOLE = [
  ["RemoteDisplay.maxConnections", "40"],
  ["isolation.device.connectable.disable", "FALSE"],
  ["isolation.tools.copy.disable", "FALSE"],
  ["isolation.tools.diskShrink.disable", "FALSE"],
  ["isolation.tools.diskWiper.disable", "FALSE"],
  ["isolation.tools.dnd.disable", "FALSE"],
  ["isolation.tools.paste.disable", "FALSE"],
  ["isolation.tools.setGUIOptions.enable", "TRUE"],
  ["log.keepOld", "0"],
  ["log.rotateSize", "0"],
  ["mks.enable3d", "TRUE"],
  ["tools.guestlib.enableHostInfo", "TRUE"],
  ["tools.setInfo.sizeLimit", "0"],
] as const;

describeRule("console-is-closed", {
  judges: [WEB.id, EDGE.id, REPOSITORY.id],
  breaches: CONSOLE.flatMap(([key, value]) => [
    WEB.breach(`${key} is ${value}`, /and not/, setting(key, value)),
    WEB.breach(`${key} is left out`, /is not set/, setting(key, undefined)),
  ]),
  allows: [
    WEB.allows("vSphere writes true in small letters", setting("isolation.tools.copy.disable", "true")),
  ],
});

describeRule("no-unknown-settings", {
  judges: [WEB.id, EDGE.id],
  breaches: [
    WEB.breach(
      "a console over VNC is opened",
      /RemoteDisplay\.vnc\.enabled/,
      setting("RemoteDisplay.vnc.enabled", "TRUE"),
    ),
    WEB.breach(
      "first-boot data has a fifth key",
      /straat-files\.5/,
      setting("guestinfo.straat-files.5", "x"),
    ),
    WEB.breach(
      "vendor data of cloud-init is added",
      /guestinfo\.vendordata/,
      setting("guestinfo.vendordata", "x"),
    ),
  ],
});

describeRule("only-root-writes-guestinfo", {
  judges: [WEB.id, EDGE.id, REPOSITORY.id],
  breaches: [
    WEB.breach(
      "anybody may write",
      /is FALSE and not TRUE/,
      setting("guest_rpc.rpci.auth.cmd.info-set", "FALSE"),
    ),
    WEB.breach(
      "nothing is said of who may write",
      /is not set/,
      setting("guest_rpc.rpci.auth.cmd.info-set", undefined),
    ),
  ],
});

describeRule("clock-not-from-host", {
  judges: [WEB.id, REPOSITORY.id],
  breaches: [
    WEB.breach("the host sets the clock", /set by the host/, ({ body }) => {
      body.sync_time_with_host = true;
    }),
    WEB.breach("the host sets the clock again and again", /again and again/, ({ body }) => {
      body.sync_time_with_host_periodically = true;
    }),
    WEB.breach("nothing is said of the host's clock", /sync_time_with_host is not there/, ({ body }) => {
      delete body.sync_time_with_host;
    }),
  ],
  allows: [
    WEB.allows("it is said twice that the host does not", ({ body }) => {
      body.sync_time_with_host_periodically = false;
    }),
  ],
});

describeRule("no-devices-beside", {
  judges: [WEB.id, EDGE.id],
  breaches: [
    WEB.breach("it has a drive for discs", /CD-ROM/, ({ body }) => {
      body.cdrom = { client_device: true };
    }),
    WEB.breach("it has a device of its host", /device of its host/, ({ body }) => {
      body.pci_device_id = ["0000:3b:00.0"];
    }),
    WEB.breach("it has properties of a vApp", /vApp/, ({ body }) => {
      body.vapp = { properties: { role: "web" } };
    }),
    WEB.breach("it may run virtual machines", /virtual machines of its own/, ({ body }) => {
      body.nested_hv_enabled = true;
    }),
    WEB.breach("it reads performance counters", /counters/, ({ body }) => {
      body.cpu_performance_counters_enabled = true;
    }),
  ],
  allows: [
    WEB.allows("a plan tells empty lists and what is off", ({ body }) => {
      Object.assign(body, { cdrom: [], pci_device_id: null, nested_hv_enabled: false });
    }),
  ],
});

describeRule("made-from-the-template", {
  judges: [WEB.id, EDGE.id],
  breaches: [
    WEB.breach("it is a clone of another server", /no template/, ({ body }) => {
      body.clone.template_uuid = "${vsphere_virtual_machine.web_2.id}";
    }),
    WEB.breach("it is a clone of an id somebody wrote", /refers to nothing/, ({ body }) => {
      body.clone.template_uuid = "42039b2e-0000-0000-0000-000000000000";
    }),
    WEB.breach("it is a clone of nothing", /clone of nothing/, ({ body }) => {
      delete body.clone;
    }),
    WEB.breach("vSphere customizes it", /customized by vSphere/, ({ body }) => {
      body.clone.customize = { linux_options: { host_name: "web" } };
    }),
  ],
});

describeRule("changes-are-applied", {
  judges: ["verne-street/vsphere_folder.place_folder", "verne-production/vsphere_resource_pool.place_pool"],
  breaches: [
    {
      when: "a port group keeps what somebody sets by hand",
      saying: /allow_promiscuous is ignored/,
      finds: ["verne-street/vsphere_distributed_port_group.network_production"],
      change: (fleet) => {
        const group = fleet.resource("verne-street", "vsphere_distributed_port_group.network_production");
        group.lifecycle = { ignore_changes: ["allow_promiscuous"] };
      },
    },
    {
      when: "all of a rule is as somebody sets it by hand",
      saying: /a change of all is ignored/,
      finds: ["verne-street/vsphere_compute_cluster_vm_anti_affinity_rule.edge_apart-hosts"],
      change: (fleet) => {
        const address = "vsphere_compute_cluster_vm_anti_affinity_rule.edge_apart-hosts";
        fleet.resource("verne-street", address).lifecycle = { ignore_changes: "all" };
      },
    },
  ],
});
