/** Where the front of a backup repository finds its things; tests have theirs elsewhere. */
export interface BackupFront {
  /** Addresses and port, as `listen` takes them. */
  readonly listen: readonly string[];
  /** Authority, certificate and key, as PEM files. */
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
  /** The socket behind which the store answers. */
  readonly store: string;
  /** The folder that has `keys`, in which passwords are deposited; `upload` beside it is on the same disk. */
  readonly folder: string;
  /** A folder for what is made on the way. */
  readonly run: string;
  /** What `access_log` takes. */
  readonly log: string;
}

const NAME = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const NUMBER = "[0-9a-f]{16}";

/**
 * The front of a backup repository, for nginx. Who comes in has a certificate of the house's authority (V-10), and is
 * led to the repositories of the server that the certificate names, by the paths that restic's protocol has and no other.
 * What is passed on is put together from what was recognised, so no way of writing a path leads elsewhere.
 *
 * Nothing can be deleted but locks. That is said here and by the store itself: either of the two would do.
 */
export function renderBackupFront(front: BackupFront): string {
  return `# Rendered. A change made here is undone when the server is replaced.
worker_processes 2;
pid ${front.run}/front.pid;
error_log stderr warn;

events {
  worker_connections 1024;
}

http {
  server_tokens off;
  access_log ${front.log};
  default_type application/octet-stream;
  client_body_temp_path ${front.folder}/upload;
  proxy_temp_path ${front.run}/proxy;
  fastcgi_temp_path ${front.run}/fastcgi;
  uwsgi_temp_path ${front.run}/uwsgi;
  scgi_temp_path ${front.run}/scgi;

  ssl_protocols TLSv1.2 TLSv1.3;
  ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;
  ssl_session_tickets off;
  ssl_certificate ${front.certificate};
  ssl_certificate_key ${front.key};
  ssl_client_certificate ${front.authority};
  ssl_verify_client on;
  ssl_verify_depth 2;

  # The name comes first in a subject, as nginx writes it, and is the whole of it up to a comma.
  map $ssl_client_s_dn $named {
    default "";
    "~^CN=(?<certified>${NAME})(?:,|$)" $certified;
  }

  # Each thing restic asks, and what is made of it for the store.
  map "$request_method $rest$is_args$args" $passed {
    default "";
    "POST ?create=true" "?create=true";
    "~^(?:GET|HEAD|POST) config$" $rest;
    "~^GET (?:data|index|keys|locks|snapshots)/$" $rest;
    "~^(?:GET|HEAD|POST) (?:data|index|keys|locks|snapshots)/[0-9a-f]{64}$" $rest;
    "~^DELETE locks/[0-9a-f]{64}$" $rest;
  }

  upstream store {
    server unix:${front.store};
  }

  server {
${front.listen.map((address) => `    listen ${address} ssl;\n`).join("")}    root ${front.folder};
    client_body_timeout 5m;
    send_timeout 5m;

    location / {
      return 404;
    }

    location ~ "^/(?<whose>${NAME})/(?<number>${NUMBER})/(?<rest>.*)$" {
      if ($whose != $named) {
        return 403;
      }
      if ($passed = "") {
        return 403;
      }
      client_max_body_size 0;
      proxy_request_buffering off;
      proxy_buffering off;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host store;
      proxy_read_timeout 10m;
      proxy_send_timeout 10m;
      proxy_pass http://store/$whose/$number/$passed;
    }

    # A password is deposited once, and nobody gets it back from here.
    location ~ "^/keys/(?<owner>${NAME})/${NUMBER}\\.${NUMBER}$" {
      if ($owner != $named) {
        return 403;
      }
      set $deposit $request_method;
      if (-e $request_filename) {
        set $deposit "$request_method again";
      }
      if ($deposit = "PUT again") {
        return 409;
      }
      if ($deposit !~ "^(PUT|HEAD)") {
        return 405;
      }
      client_max_body_size 64k;
      dav_methods PUT;
      create_full_put_path on;
      dav_access user:rw group:rw;
    }
  }
}
`;
}
