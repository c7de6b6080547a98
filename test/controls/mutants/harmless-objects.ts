/**
 * Changes of objects in the cluster by which nothing becomes weaker, by their kind, path and change, each with why. What a
 * rule finds anyway may be among them: it is left out because it would say nothing.
 */
const HARMLESS: readonly { readonly change: RegExp; readonly why: string }[] = [
  {
    change: /^\S+ (manifest\.)?metadata\.labels\.app\.kubernetes\.io\/name /,
    why: "which program of its namespace an object is for, for people; pods' labels are judged",
  },
  { change: /(job_template|jobTemplate)\.metadata/, why: "labels of a run; those of its pods are judged" },
  {
    change:
      /^(config_map|secret|role|cluster_role|role_binding|cluster_role_binding|limit_range|resource_quota|deployment|daemon_set|cron_job|network_policy|HTTPRoute|SecurityPolicy|PodDisruptionBudget|Certificate|Schedule|ClientTrafficPolicy) (manifest\.)?metadata\.name is another text/,
    why: "what an object is called; whoever refers to it is judged",
  },
  { change: /^horizontal_pod_autoscaler metadata\.name is another text/, why: "nobody refers to a scaler" },
  {
    change: /^\S+ (manifest\.)?metadata\.annotations(\.straat[./](owner|flows) | is gone$)/,
    why: "a note for people",
  },
  { change: /annotations\.straat\/opt-out\..* is another text/, why: "another reason is a reason too" },
  {
    change: /template\.metadata\.annotations( is gone|\.straat\/configuration)/,
    why: "what makes a program start again with its new settings; it has them from its next start on",
  },
  {
    change: /^\S+ (depends_on|timeouts|wait_for_\w+|computed_fields|field_manager)\b/,
    why: "in which order an apply goes, and how long it waits",
  },
  {
    change:
      /^\S+ (manifest\.)?spec\.(min_ready_seconds|progress_deadline_seconds|revision_history_limit|revisionHistoryLimit) /,
    why: "how slowly an update goes, and how far back one may",
  },
  {
    change: /^daemon_set spec\.strategy/,
    why: "a program of every node is updated one by one unless told",
  },
  {
    change: /strategy\.(type|rolling_update\.max_surge) is gone|spec\.strategy\.type is gone/,
    why: "the default is the same, or nearly",
  },
  {
    change:
      /[pP]robe\.(failure_threshold|period_seconds|timeout_seconds|success_threshold|initial_delay_seconds) /,
    why: "how often a program is asked, and how patiently: its own affair",
  },
  {
    change: /[pP]robe\.(http_get\.(path|scheme)|exec\.command\.\d) /,
    why: "which question a program answers; that there is one is judged",
  },
  {
    change: /container\.\d\.(command|args)(\.\d+)?( |$)/,
    why: "a program's own command line; what of it keeps a promise is judged where it is one",
  },
  {
    change:
      /container\.\d\.(env|name)( is gone| is another text|\.\d\.(name|value) is another text|\.\d is gone)/,
    why: "what a program is told of its own, and what people call it",
  },
  {
    change: /container\.\d\.image is another text/,
    why: "another registry; the digest says what is run, from wherever it comes",
  },
  {
    change: /container\.\d\.image_pull_policy is gone/,
    why: "with a digest, what is on a node already is the same",
  },
  {
    change: /container\.\d\.port\.\d\.(name|protocol) is gone/,
    why: "TCP is the default, and a name is for people",
  },
  {
    change: /container\.\d\.port( is gone|\.\d is gone)/,
    why: "which ports a container says it has is a note; walls and Services are judged",
  },
  {
    change: /container\.\d\.lifecycle/,
    why: "how a program waits for its last visitors: its own affair; that it has time for it is judged",
  },
  {
    change:
      /container\.\d\.security_context\.(privileged|run_as_group|run_as_user|seccomp_profile(\.type)?) is gone/,
    why: "off by default, or said of the whole pod too",
  },
  {
    change:
      /(spec|pod)\.(security_context|securityContext)( is gone|\.(fs_?[gG]roup\w*|run_?[aA]s_?[gG]roup|run_?[aA]s_?[nN]on_?[rR]oot|run_?[aA]s_?[uU]ser|seccomp_?[pP]rofile))/,
    why: "said of each container too, where it is judged; the rest is which files a program may read",
  },
  {
    change: /volume_mount\.\d\.(read_only|mount_path) is (gone|true|false|another text)/,
    why: "what of a pod's own is written, and where its program looks; folders of nodes are judged",
  },
  { change: /empty_dir(\.size_limit)? is /, why: "the limit of a container on its disk bounds it too" },
  { change: /(default_mode|defaultMode)/, why: "one container has the pod to itself" },
  { change: /enable_service_links/, why: "whether a pod is told addresses that it may ask for" },
  {
    change: /automount_service_account_token is (false|gone)/,
    why: "a program gets less than it asks for, or what its account says",
  },
  {
    change: /termination_grace_period_seconds/,
    why: "how long a program may take to stop; that it is enough is judged",
  },
  { change: /spec\.restart_policy is gone/, why: "Always is the default, and of a job none is" },
  {
    change: /affinity/,
    why: "where pods would rather be; that they are spread is judged by their constraints",
  },
  {
    change:
      /topology_?[sS]pread_?[cC]onstraints?\.\d\.(match_label_keys|max_?[sS]kew|node_?[tT]aints_?[pP]olicy|when_?[uU]nsatisfiable)(\.\d)? /,
    why: "how strictly pods are spread, and the defaults",
  },
  { change: /toleration/, why: "on which nodes a program of every node is, too" },
  {
    change: /^(horizontal_pod_autoscaler spec|EnvoyProxy .*envoyHpa)\.behavior/,
    why: "how quickly pods come and go",
  },
  {
    change: /average_?[uU]tilization is \d+$/,
    why: "from which load on there are more pods: an application's own affair",
  },
  {
    change: /^limit_range spec\.limit\.\d\.(max|min|default\.cpu)/,
    why: "the quota bounds all of them together, and a processor is shared",
  },
  {
    change: /^resource_quota spec\.hard\.limits\.cpu is gone/,
    why: "a processor is shared by what was asked for",
  },
  {
    change: /^(role|cluster_role) rule/,
    why: "a right less, or one on something that there is not; what rights come to more is among the other mutants",
  },
  {
    change: /^(role_binding|cluster_role_binding) (role_ref|subject\.\d)\.api_group is gone/,
    why: "the default",
  },
  {
    change: /^secret (data_wo_revision|type|metadata\.name)/,
    why: "when a value is sent again, and how it is called",
  },
  { change: /^config_map data/, why: "settings of a program, which its own tests run" },
  {
    change: /^service spec\.(type|session_affinity|port\.\d\.(name|protocol|target_port)) is gone/,
    why: "the default is the same",
  },
  { change: /^service spec\.port\.\d\.name is another text/, why: "a name for people" },
  {
    change: /^IPPool manifest\.spec\.(blockSize|ipipMode is gone|vxlanMode is gone|nodeSelector is gone)/,
    why: "how addresses are dealt to nodes, and the defaults",
  },
  {
    change: /^network_policy spec\.(pod_selector|policy_types|\w+\.\d\.ports\.\d\.protocol) is gone/,
    why: "the default is the same: all pods, TCP, and what there are rules for",
  },
  { change: /host_path\.type is gone/, why: "whether a start looks if the folder is there" },
  {
    change: /^daemon_set .*security_context\.run_as_non_root is (gone|true)/,
    why: "programs of every node are root, and say why; false is what is sent where nothing is said",
  },
  {
    change:
      /^cron_job spec\.(failed|successful)_jobs_history_limit is [1-9]|^cron_job spec\.\w+_jobs_history_limit is gone/,
    why: "how much of the past is kept",
  },
  {
    change:
      /^cron_job spec\.(suspend is gone|starting_deadline_seconds is \d|job_template\.spec\.(active_deadline_seconds is \d|backoff_limit|completions|parallelism))/,
    why: "how long and how often a job tries: its own affair; that it ends is judged",
  },
  { change: /metric\.0\.resource\.target\.type is gone/, why: "the API server refuses a scaler without" },
  { change: /backendRefs\.0\.weight is 2/, why: "all of one is all" },
  { change: /startup_probe is gone/, why: "how long a program may take to begin" },
  {
    change:
      /volume\.\d\.projected\.\d\.sources\.\d\.secret\.\d( is gone|\.items( is gone|\.\d( is gone|\.(key|path) is another text)))/,
    why: "under which name a program finds its own secret, and whether it does: it starts with it or not at all",
  },
  { change: /annotations\.straat\/secret\./, why: "what starts a program again with its new secret" },
  {
    change: /^PodDisruptionBudget manifest\.spec\.maxUnavailable is 2/,
    why: "two of three at once are fewer, and never all",
  },
  {
    change:
      /^Certificate manifest\.spec\.(duration|usages|privateKey\.(encoding|size is gone)|issuerRef\.group|renewBefore is another text|revisionHistoryLimit)/,
    why: "the defaults, or what its issuer decides anyway",
  },
  {
    change:
      /^HTTPRoute .*(\.(group|kind|weight|port|type)( is gone| is another text)|parentRefs\.0\.group|statusCode|timeouts|matches)/,
    why: "the defaults, a word the API server refuses, and how patient a route is",
  },
  {
    change: /targetRefs\.0\.group/,
    why: "a policy of another group is refused by the API server",
  },
  {
    change: /^SecurityPolicy .*rules\.0\.name/,
    why: "what a rule is called",
  },
  {
    change:
      /^Gateway manifest\.spec\.listeners\.\d(\.(allowedRoutes.* is gone|tls\.(mode is gone|certificateRefs\.0\.(group|kind)))|\.name)/,
    why: "the defaults: its own namespace, and a Secret of it; routes that name a listener are judged",
  },
  {
    change: /^Gateway manifest\.spec\.listeners\.0 is gone/,
    why: "without a listener for HTTP nobody is answered there",
  },
  {
    change:
      /^EnvoyProxy manifest\.spec\.(concurrency|ipFamily|logging|shutdown|telemetry\.accessLog\.settings\.0\.(format|sinks\.0\.(type|file\.path)))/,
    why: "speed, and how a line of the log looks",
  },
  {
    change:
      /envoyDeployment\.(strategy|container\.(securityContext\.(privileged is gone|runAs\w+ is (gone|\d+)|seccompProfile(\.type)? is gone)|volumeMounts\.0\.mountPath)|pod\.labels|pod\.volumes\.0\.emptyDir\.sizeLimit)/,
    why: "the defaults, what the pod says too, another user that is nobody either, and what bills are sorted by",
  },
  {
    change:
      /envoyService\.(labels|loadBalancerClass|(type|externalTrafficPolicy) is gone)|envoyPDB|envoyHpa\.metrics\.0\.resource\.(target|name)|envoyHpa\.metrics\.0\.type/,
    why: "the defaults, who deals the address, which is judged, and from which load on there are more proxies",
  },
  {
    change:
      /^ClientTrafficPolicy manifest\.spec\.(http2|headers\.withUnderscoresAction|timeout\.http\.(idleTimeout|streamIdleTimeout|requestReceivedTimeout is another text)|path\.disableMergeSlashes|tls\.(alpnProtocols|maxVersion|(ciphers|ecdhCurves|signatureAlgorithms)\.\d is gone))/,
    why: "how much one visitor may ask for, the defaults, and fewer ways to speak",
  },
  {
    change:
      /^ExternalSecret manifest\.spec\.(refreshInterval|target|data\.\d\.secretKey is another text|secretStoreRef\.(group))/,
    why: "how often it is fetched, and how its parts are called",
  },
  {
    change:
      /^daemon_set .*(field_ref\.field_path|secret\.secret_name is another text|capabilities\.add( is gone|\.\d )|host_pid is )/,
    why: "less than a program of every node asks for, which then says so itself",
  },
  { change: /^deployment .*container\.0\.port\.1\.container_port/, why: "a port that nobody asks at" },
  { change: /^deployment .*container\.\d\.env_from/, why: "settings of a program, which its own tests run" },
  {
    change:
      /^Schedule manifest\.spec\.template\.(csiSnapshotTimeout|defaultVolumesToFsBackup|excluded(Namespaces|Resources)|includedNamespaces(\.0)? is gone|itemOperationTimeout is gone|metadata|snapshotVolumes is gone|ttl is gone)/,
    why: "the defaults, which keep more and as long, and what is kept that need not be; what is left out is judged",
  },
  { change: /^Schedule manifest\.spec\.useOwnerReferencesInBackup is gone/, why: "the default" },
  {
    change:
      /^BackupStorageLocation manifest\.spec\.(accessMode is gone|backupSyncPeriod|config\.(region|s3ForcePathStyle)|credential\.(key|name) is another text|default|objectStorage\.(bucket is another text|prefix)|provider|validationFrequency)/,
    why: "how a store is found: Velero asks it every minute, and says when it is not there",
  },
  {
    change:
      /^EnvoyProxy .*(labelSelector\.matchLabels\.\S+ is gone|pod\.volumes( is gone|\.0 is gone)|envoyHpa\.metrics\.0\.resource is gone)/,
    why: "proxies of other gateways counted in, and what the API server refuses",
  },
  {
    change: /^platform deployment spec\.strategy/,
    why: "figures and scans may be away for the minute of an update, and who asks for them asks again",
  },
];

/**
 * @param change for example `deployment spec.min_ready_seconds is 9`
 * @param stack that it is in; what is harmless in a platform alone begins with `platform` in the list
 */
export function isHarmless(change: string, stack: string): boolean {
  const shown = stack.startsWith("platform-") ? [change, `platform ${change}`] : [change];
  return HARMLESS.some((harmless) => shown.some((one) => harmless.change.test(one)));
}
