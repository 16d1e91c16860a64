"""Settings of `make hub`: JupyterHub on this machine, for trying it out.

It listens to this machine alone. All its students are processes of whoever starts it, so it asks for a password, and is for
trying out alone: for a class, values.yaml keeps students apart.
"""

import os
import secrets
import sys
from pathlib import Path

c = get_config()  # noqa: F821 (JupyterHub gives it)

folder = Path(os.environ.get("LOSSBOOK_HUB", "_build/hub")).resolve()
port = int(os.environ.get("LOSSBOOK_HUB_PORT", "8000"))
password = os.environ.get("LOSSBOOK_HUB_PASSWORD") or secrets.token_urlsafe(9)

c.JupyterHub.bind_url = f"http://127.0.0.1:{port}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{port + 1}"
c.JupyterHub.db_url = f"sqlite:///{folder}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = f"{folder}/cookie_secret"
c.JupyterHub.log_level = "WARN"

# The usual proxy is a program of Node. This one is the same in Python. By itself it passes on ten requests at a time, for
# twenty seconds each, and every student who waits for a server holds one.
patient = "max_clients=1000, defaults={'connect_timeout': 600, 'request_timeout': 600}"
proxy = f"from tornado.httpclient import AsyncHTTPClient as client; client.configure(None, {patient}); "
proxy += "from configurable_http_proxy.cli import main; main()"
c.ConfigurableHTTPProxy.command = [sys.executable, "-c", proxy]
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{port + 2}"
c.ConfigurableHTTPProxy.pid_file = f"{folder}/proxy.pid"

c.JupyterHub.authenticator_class = "shared-password"
c.SharedPasswordAuthenticator.user_password = password
c.Authenticator.allow_all = True

c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = f"{folder}/students/{{username}}"
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--MappingKernelManager.cull_idle_timeout=1200", "--log-level=WARN"]
if os.geteuid() == 0:  # as in a container
    c.Spawner.args.append("--allow-root")
c.Spawner.start_timeout = c.Spawner.http_timeout = 300  # seconds; many students may come at the same moment
c.Spawner.default_url = "/lab"
c.Spawner.environment = {"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": os.environ.get("PYTHONPATH", "")}

link = f"repo={folder}/lossbook&branch=main&urlpath=lab/tree/lossbook/book/intro.ipynb"
print(
    f"The password of every student is {password}, and the name whatever is typed. The first chapter:\n"
    f"http://127.0.0.1:{port}/hub/user-redirect/git-pull?{link}\n(Ctrl-C stops)"
)
