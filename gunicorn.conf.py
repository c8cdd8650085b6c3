"""What gunicorn says: nothing about who asked. It is read when gunicorn starts in this folder.

There is no log of requests. Whoever wants one (`--access-logfile -`) gets the path, without address and query string.
"""

logger_class = "config.server_log.ServerLog"
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s bytes %(M)s ms"
