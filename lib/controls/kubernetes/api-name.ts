/**
 * Words that the API writes in capitals where they are not the first of a name: `hostIP`, `clusterIPs`, `hostPID`,
 * `nonResourceURLs`, `volumeID`. Others are written as any word (`seLinuxOptions`, `fsGroup`, `tcpSocket`, `dnsPolicy`).
 */
const CAPITALS: Readonly<Record<string, string>> = {
  api: "API",
  id: "ID",
  ip: "IP",
  ips: "IPs",
  ipc: "IPC",
  pid: "PID",
  urls: "URLs",
};

/**
 * Name of a field in the API, by the name of its attribute in Terraform's provider: `host_path` is `hostPath`. Where a name is
 * another one altogether, such as a block that is written once for each item of a list (`container` for `containers`), the
 * shape says so.
 */
export function apiName(attribute: string): string {
  const [first = "", ...others] = attribute.split("_");
  return [
    first,
    ...others.map((word) => CAPITALS[word] ?? `${word.charAt(0).toUpperCase()}${word.slice(1)}`),
  ].join("");
}
