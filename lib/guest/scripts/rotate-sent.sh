#!/bin/sh
# Called by rsyslog when FILE, in which it notes what it hands to the connection, has grown: one older file stays.
exec mv -f -- "$1" "$1.1"
