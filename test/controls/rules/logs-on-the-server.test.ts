import { swap, WEB } from "../support/one-server";
import { describeRule } from "../support/rule-cases";

const breach = WEB.breachIn;

const JUDGED = [
  WEB.id,
  "verne-street/vsphere_virtual_machine.edge_1",
  "platform-alkmaar/vsphere_virtual_machine.backup_1",
];

const PIPELINE = "/etc/straat/rsyslog.conf";
const HANDLER = "/usr/local/lib/straat/documents/logs";
const STEPS = "/etc/straat/first-boot";
const unit = (name: string) => `/etc/systemd/system/${name}`;

describeRule("logs-over-tls", {
  judges: JUDGED,
  breaches: [
    breach("logs leave in the clear", HANDLER, swap('tls=\\"on\\"', 'tls=\\"off\\"'), /does not write tls=/),
    breach(
      "any certificate will do",
      HANDLER,
      swap('authMode=\\"name\\"', 'authMode=\\"certvalid\\"'),
      /does not write tls=/,
    ),
    breach(
      "the authority is not asked",
      HANDLER,
      swap('tls.caCert=\\"" tls "/ca.pem\\"', ""),
      /does not write tls=/,
    ),
    breach(
      "the server shows no certificate",
      HANDLER,
      swap(/tls\.myCert=\S+ /, ""),
      /does not write tls\.myCert/,
    ),
    breach(
      "old TLS is spoken",
      HANDLER,
      swap("MinProtocol=TLSv1.2", "MinProtocol=TLSv1"),
      /does not write tls\.tlsCfgCmd/,
    ),
    breach(
      "logs leave a second time",
      HANDLER,
      swap(
        '      print "}"',
        '      print "action(type=\\"omfwd\\" target=\\"203.0.113.9\\")"\n      print "}"',
      ),
      /writes logs to .*omfwd/,
    ),
    breach(
      "the pipeline sends by itself",
      PIPELINE,
      (text) => `${text}action(type="omrelp" target="203.0.113.9" port="20514")\n`,
      /sends logs by itself/,
    ),
    breach(
      "another module is loaded",
      PIPELINE,
      (text) => `${text}module(load="omfwd")\n`,
      /has another way, omfwd/,
    ),
    breach(
      "others may send logs to it",
      PIPELINE,
      (text) => `${text}module(load="imtcp")\n`,
      /has another way, imtcp/,
    ),
    breach(
      "a line of the old kind sends",
      PIPELINE,
      (text) => `${text}*.* @@203.0.113.9\n`,
      /says \*\.\* @@203/,
    ),
    breach(
      "TLS is another library's",
      PIPELINE,
      swap(' tls.tlslib="openssl"', ""),
      /does not load omrelp with TLS/,
    ),
    breach(
      "something else is included",
      PIPELINE,
      (text) => `${text}include(file="/etc/rsyslog.d/*.conf")\n`,
      /includes .*\*\.conf/,
    ),
  ],
});

describeRule("logs-are-scrubbed", {
  judges: JUDGED,
  breaches: [
    breach(
      "passwords stay in a line",
      PIPELINE,
      swap(/& "<scrubbed:password>"/g, '& ""'),
      /leaves password in lines/,
    ),
    breach(
      "citizens' numbers stay in a line",
      PIPELINE,
      swap(/"<scrubbed:bsn>"/g, '"x"'),
      /leaves bsn in lines of the scope text/,
    ),
    breach(
      "the journal is sent as it is",
      PIPELINE,
      swap("    call straat_scrub_text\n    if $!_TRANSPORT", "    if $!_TRANSPORT"),
      /sends lines of the kind journal as they are/,
    ),
    breach("the audit is sent as it is", PIPELINE, swap("  call straat_scrub_all\n", ""), /kind audit/),
    breach("visits are sent as they are", PIPELINE, swap("  call straat_scrub_access\n", ""), /kind access/),
    breach(
      "an application's lines are sent as they are",
      PIPELINE,
      swap(/(ruleset\(name="straat_application"\)[^}]*) {2}call straat_scrub_text\n/, "$1"),
      /kind application/,
    ),
    breach(
      "scrubbing is a comment",
      PIPELINE,
      swap("  call straat_scrub_all\n", "  # call straat_scrub_all\n"),
      /kind audit/,
    ),
    breach(
      "one expression is another",
      PIPELINE,
      swap("wachtwoord|", ""),
      /is another than on platform-amsterdam/,
    ),
  ],
});

const JOURNAL = "/etc/systemd/journald.conf.d/straat.conf";

describeRule("logs-wait-on-disk", {
  judges: JUDGED,
  breaches: [
    breach(
      "the journal is in memory",
      JOURNAL,
      swap("Storage=persistent", "Storage=volatile"),
      /does not say Storage=persistent/,
    ),
    breach("the journal is kept for a day", JOURNAL, swap("31day", "1day"), /keeps lines for 1 days/),
    breach("the journal is kept for hours", JOURNAL, swap("31day", "31h"), /keeps lines for 0 days/),
    breach(
      "a later line takes it back",
      JOURNAL,
      (text) => `${text}Storage=none\n`,
      /does not say Storage=persistent/,
    ),
    breach(
      "the queue is in memory",
      HANDLER,
      swap('queue.type=\\"Disk\\"', 'queue.type=\\"LinkedList\\"'),
      /does not write queue\.type/,
    ),
    breach(
      "sending is given up",
      HANDLER,
      swap('resumeRetryCount=\\"-1\\"', 'resumeRetryCount=\\"3\\"'),
      /does not write action\.resumeRetryCount/,
    ),
    breach(
      "rsyslog stays down",
      unit("rsyslog.service.d/straat.conf"),
      swap("Restart=always", "Restart=no"),
      /does not start again/,
    ),
  ],
});

describeRule("sources-give-signs-of-life", {
  judges: JUDGED,
  breaches: [
    breach("signs are not given", STEPS, swap(/^.*straat-heartbeat\.timer\n/m, ""), /is not started/),
    breach(
      "signs are given once an hour",
      unit("straat-heartbeat.timer"),
      swap("minutely", "*-*-* *:00:00 UTC"),
      /lets 60 minutes pass/,
    ),
    breach(
      "something else runs",
      unit("straat-heartbeat.service"),
      swap("lib/straat/heartbeat", "lib/straat/report"),
      /does not run/,
    ),
    breach(
      "a sign that fails raises no alarm",
      unit("straat-heartbeat.service"),
      swap(/^OnFailure.*\n/m, ""),
      /fails without/,
    ),
  ],
});

const METRICS = "/etc/straat/metrics.conf";
const EXPORTER = unit("prometheus-node-exporter.service.d/straat.conf");

describeRule("metrics-of-every-server", {
  judges: JUDGED,
  breaches: [
    breach(
      "figures are not taken",
      STEPS,
      swap(/^.*straat-metrics\.timer\n/m, ""),
      /straat-metrics\.timer is not started/,
    ),
    breach(
      "the exporter is not started",
      STEPS,
      swap(/^.*enable --now prometheus.*\n/m, ""),
      /node-exporter\.service is not started/,
    ),
    breach(
      "a full disk is told too late",
      METRICS,
      swap("disk_percent='80'", "disk_percent='99'"),
      /disk_percent 99, and 90 is the most/,
    ),
    breach(
      "a certificate's end is told too late",
      METRICS,
      swap("certificate_days='14'", "certificate_days='0'"),
      /certificate_days 0, and 7 is the least/,
    ),
    breach(
      "alarms are repeated once a week",
      METRICS,
      swap("minutes='60'", "minutes='10080'"),
      /repeat_minutes 10080/,
    ),
    breach(
      "anybody may ask for figures",
      EXPORTER,
      swap("listen-address=127.0.0.1", "listen-address=0.0.0.0"),
      /answers others/,
    ),
    breach(
      "the network is let in",
      EXPORTER,
      swap(/^IPAddressDeny.*\n/m, ""),
      /may be reached from elsewhere/,
    ),
    breach(
      "more of the network is let in",
      EXPORTER,
      (text) => `${text}IPAddressAllow=any\n`,
      /may be reached from elsewhere/,
    ),
    breach(
      "disks are not measured",
      EXPORTER,
      swap(" '--collector.filesystem'", ""),
      /does not measure filesystem/,
    ),
    breach(
      "figures of ours are not read",
      EXPORTER,
      swap(" '--collector.textfile'", ""),
      /does not measure textfile/,
    ),
  ],
});
