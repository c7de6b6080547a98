import type { GuestPart } from "../guest-part";
import { renderUnit, SANDBOX } from "../unit";

/** Where a web server writes a line for each request, in the combined format; the central logs read it (B-01). */
export const WEB_ACCESS_LOG = "/var/log/nginx/access.log";

/** Where a web server writes what went wrong. */
export const WEB_ERROR_LOG = "/var/log/nginx/error.log";

/**
 * TLS as NCSC-NL calls it sufficient or good (2025-05; V-10): 1.2 and 1.3, forward secrecy and authenticated encryption
 * only, and of curves what OpenSSL 3.0 has. No session tickets: their key would open every session it was used for.
 */
const TLS: readonly (readonly [string, string])[] = [
  ["ssl_protocols", "TLSv1.2 TLSv1.3"],
  [
    "ssl_ciphers",
    [
      "ECDHE-ECDSA-AES256-GCM-SHA384",
      "ECDHE-RSA-AES256-GCM-SHA384",
      "ECDHE-ECDSA-CHACHA20-POLY1305",
      "ECDHE-RSA-CHACHA20-POLY1305",
      "ECDHE-ECDSA-AES128-GCM-SHA256",
      "ECDHE-RSA-AES128-GCM-SHA256",
    ].join(":"),
  ],
  ["ssl_prefer_server_ciphers", "on"],
  ["ssl_ecdh_curve", "X25519:prime256v1:secp384r1"],
  ["ssl_session_tickets", "off"],
  ["ssl_session_cache", "shared:straat:10m"],
  ["ssl_session_timeout", "10m"],
];

/** Seconds and sizes that a visitor gets; an application may give its own in its `server` block. */
const LIMITS: readonly (readonly [string, string])[] = [
  ["client_header_timeout", "10s"],
  ["client_body_timeout", "30s"],
  ["send_timeout", "30s"],
  ["keepalive_timeout", "65s"],
  ["keepalive_requests", "1000"],
  ["large_client_header_buffers", "4 16k"],
  ["client_max_body_size", "16m"],
  ["reset_timedout_connection", "on"],
  // An office behind one address is one visitor here.
  ["limit_conn_zone", "$binary_remote_addr zone=straat_connections:10m"],
  ["limit_conn", "straat_connections 200"],
  ["limit_conn_status", "429"],
  ["limit_req_zone", "$binary_remote_addr zone=straat_requests:10m rate=20r/s"],
  ["limit_req_status", "429"],
];

const directives = (list: readonly (readonly [string, string])[]) =>
  list.map(([name, value]) => `  ${name} ${value};\n`).join("");

/**
 * Who did what with which result, from where and when (BIO2 8.15.01), in the combined format, of which the log pipeline
 * makes fields. What is behind a question mark may hold a secret, so it is left out of the path and of the page a
 * visitor came from (8.15.02); so is every other header. The path is as it was asked for: `$uri` has been decoded, and
 * a space or a question mark in it would end the path early. A space in the name of a user, which is whatever a visitor
 * says, would hide the whole line.
 */
const LOG_FORMAT =
  '$remote_addr - $straat_user [$time_local] "$request_method $straat_path $server_protocol"' +
  ' $status $body_bytes_sent "$straat_referrer" "$http_user_agent"';

/**
 * All of nginx's own configuration. An application puts its `server` blocks in `sites-enabled`; the name nobody asked
 * for gets nothing: no answer over http, and over TLS no handshake and so no certificate.
 *
 * nginx takes the TLS version from the first server of an address, which is the one here: a `server` block of an
 * application can ask for more, and cannot bring TLS 1.1 back.
 */
const CONFIGURATION = `# Rendered. A change made here is undone when the server is replaced.
user www-data;
worker_processes auto;
worker_rlimit_nofile 16384;
pid /run/nginx.pid;
error_log ${WEB_ERROR_LOG} warn;
include /etc/nginx/modules-enabled/*.conf;

events {
  worker_connections 4096;
}

http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  sendfile on;
  tcp_nopush on;
  server_tokens off;
  types_hash_max_size 2048;

${directives(TLS)}
${directives(LIMITS)}
  map $request_uri $straat_path {
    default -;
    "~^(?<straat_before_query>[^?#]+)" $straat_before_query;
  }
  map $http_referer $straat_referrer {
    default -;
    "~^(?<straat_page>[^?#]+)" $straat_page;
  }
  map $remote_user $straat_user {
    default -;
    "~^(?<straat_name>[^ ]+)$" $straat_name;
    "~ " "<spaces>";
  }
  log_format straat '${LOG_FORMAT}';
  access_log ${WEB_ACCESS_LOG} straat;

  server {
    listen 80 default_server;
    listen [::]:80 default_server;
    listen 443 ssl http2 default_server;
    listen [::]:443 ssl http2 default_server;
    server_name _;
    ssl_reject_handshake on;
    return 444;
  }

  include /etc/nginx/conf.d/*.conf;
  include /etc/nginx/sites-enabled/*;
}
`;

/** `include` in a `server` block, and again in each `location` that has an `add_header` of its own: nginx drops it there. */
const HSTS = `# A year, as Dutch public bodies have to (Stb. 2023, 179).
add_header Strict-Transport-Security "max-age=31536000" always;
`;

const HEADERS = `add_header X-Content-Type-Options "nosniff" always;
add_header X-Frame-Options "SAMEORIGIN" always;
add_header Referrer-Policy "strict-origin-when-cross-origin" always;
add_header Content-Security-Policy "frame-ancestors 'self'; base-uri 'self'; object-src 'none'" always;
`;

const TO_HTTPS = `location / {
  return 301 https://$host$request_uri;
}
`;

/** In the place of Debian's, which names the same files: logrotate refuses a file that is named twice. */
const ROTATION = `/var/log/nginx/*.log {
    daily
    rotate 14
    compress
    delaycompress
    missingok
    notifempty
    create 0640 www-data adm
    sharedscripts
    postrotate
        [ ! -s /run/nginx.pid ] || kill -USR1 "$(cat /run/nginx.pid)"
    endscript
}
`;

const SANDBOXED = renderUnit(
  ["Unit", [["StartLimitIntervalSec", "0"]]],
  [
    "Service",
    [
      ["Restart", "on-failure"],
      ["RestartSec", "2s"],
      ["LimitNOFILE", "16384"],
      // Workers read what applications wrote for them, and an application may have expressions compiled (pcre_jit).
      ...SANDBOX.filter(([name]) => !["UMask", "MemoryDenyWriteExecute"].includes(name)),
      ["ReadWritePaths", "/run /var/log/nginx /var/lib/nginx"],
      ["RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX"],
      [
        "CapabilityBoundingSet",
        "CAP_NET_BIND_SERVICE CAP_SETUID CAP_SETGID CAP_CHOWN CAP_DAC_OVERRIDE CAP_KILL",
      ],
    ],
  ],
);

/**
 * The base of a web server: nginx with TLS as V-10 wants it, a log of requests without secrets, limits. Certificates
 * and `server` blocks are the application's.
 */
export function webPart(): GuestPart {
  return {
    name: "web",
    packages: ["logrotate", "nginx-light"],
    files: [
      { path: "/etc/nginx/nginx.conf", content: CONFIGURATION },
      // In the place of Debian's page, which would answer to every name as soon as the package is there.
      {
        path: "/etc/nginx/sites-enabled/default",
        content: "# See nginx.conf for who answers to unknown names.\n",
      },
      { path: "/etc/nginx/snippets/straat-hsts.conf", content: HSTS },
      { path: "/etc/nginx/snippets/straat-headers.conf", content: HEADERS },
      { path: "/etc/nginx/snippets/straat-to-https.conf", content: TO_HTTPS },
      { path: "/etc/logrotate.d/nginx", content: ROTATION },
      { path: "/etc/systemd/system/nginx.service.d/straat.conf", content: SANDBOXED },
    ],
    commands: [
      // nginx would make them for everybody to read.
      ...[WEB_ACCESS_LOG, WEB_ERROR_LOG].map(
        (log) => `[ -e ${log} ] || install -o www-data -g adm -m 0640 /dev/null ${log}`,
      ),
      "nginx -t -q && systemctl daemon-reload && systemctl restart nginx.service",
    ],
    enabled: ["nginx.service"],
  };
}
