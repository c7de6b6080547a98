import { encoded, parseObject, readUserData } from "../guest/cloud-config";
import { told } from "../guest/decode";
import type { Machine } from "../machine";
import { onceFor } from "../once-for";
import { Fields } from "../terraform/fields";

/** What cloud-init is told to do at a first boot. @throws Unreadable unless it is a cloud-config in JSON */
export const userDataOf = onceFor(
  ({ settings }: Machine) => new Fields(readUserData(settings.values).settings, "the user data"),
);

/** The name and the addresses that cloud-init is told. @throws Unreadable unless it is JSON */
export const metadataOf = onceFor(({ settings }: Machine) => {
  const read = () => parseObject(encoded(settings.values, "guestinfo.metadata"));
  return new Fields(told("the metadata", read), "the metadata");
});
