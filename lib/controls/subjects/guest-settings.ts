/**
 * Settings of a virtual machine that isolate it, each with what it has to be, in capitals (VMware's vSphere Security
 * Configuration Guide, chapter on virtual machines).
 */
export const CONSOLE_SETTINGS: Readonly<Record<string, string>> = {
  "RemoteDisplay.maxConnections": "1",
  "isolation.device.connectable.disable": "TRUE",
  "isolation.tools.copy.disable": "TRUE",
  "isolation.tools.diskShrink.disable": "TRUE",
  "isolation.tools.diskWiper.disable": "TRUE",
  "isolation.tools.dnd.disable": "TRUE",
  "isolation.tools.paste.disable": "TRUE",
  "isolation.tools.setGUIOptions.enable": "FALSE",
  "log.keepOld": "10",
  "log.rotateSize": "2048000",
  "mks.enable3d": "FALSE",
  "tools.guestlib.enableHostInfo": "FALSE",
  "tools.setInfo.sizeLimit": "1048576",
};

/** Lets only root of a guest write into `guestinfo`. */
export const ROOT_WRITES_GUESTINFO = "guest_rpc.rpci.auth.cmd.info-set";

/** Keys of what is read at a first boot. They are frozen: a change of them reaches no server that runs. */
export const FIRST_BOOT_KEYS: readonly string[] = [
  "guestinfo.metadata",
  "guestinfo.metadata.encoding",
  "guestinfo.userdata",
  "guestinfo.userdata.encoding",
  ...[1, 2, 3, 4].map((number) => `guestinfo.straat-files.${number}`),
];

/** Beginning of the keys of live documents. */
export const DOCUMENT_PREFIX = "guestinfo.straat.";
