/**
 * Advanced settings that isolate a guest from its host and from consoles (VMware's vSphere Security Configuration
 * Guide, virtual machine chapter; H-22). Values are strings: vSphere keeps nothing else, and anything else would
 * show as a change in every plan. `isolation.tools.setinfo.disable` is left alone: servers report through it.
 */
export const GUEST_ISOLATION: Readonly<Record<string, string>> = {
  "RemoteDisplay.maxConnections": "1",
  // Only root of a guest may write into guestinfo: a live document is whole when its digest fits, not from whom it is.
  "guest_rpc.rpci.auth.cmd.info-set": "TRUE",
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
  // Room for the documents servers report back; the guide bounds it, here at its default.
  "tools.setInfo.sizeLimit": "1048576",
};
