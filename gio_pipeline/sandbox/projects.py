"""The imitation's projects and their credentials; none of them opens anything elsewhere."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Project:
    """One project: `secret` is its private key, `client_id` its public key, `ai` its account id."""

    uid: str
    name: str
    ai: str
    secret: str
    client_id: str
    console_token: str
    timezone: str = "Asia/Shanghai"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


PROJECTS: list[Project] = [
    Project(
        uid="nxog09md",
        name="shop",
        ai="0a1b4118dd954ec3bcc69da5138bdb96",
        secret="sandbox-private-key-of-shop",
        client_id="sandbox-public-key-of-shop",
        console_token="sandbox-console-token-of-shop",
    ),
    Project(
        uid="k2app77x",
        name="app",
        ai="9f86d081884c4d659a2feaa0c55ad015",
        secret="sandbox-private-key-of-app",
        client_id="sandbox-public-key-of-app",
        console_token="sandbox-console-token-of-app",
    ),
    Project(
        uid="usny0001",
        name="us",
        ai="7d865e959b2446918c9863afca942d0f",
        secret="sandbox-private-key-of-us",
        client_id="sandbox-public-key-of-us",
        console_token="sandbox-console-token-of-us",
        timezone="America/New_York",
    ),
]

PROJECTS_BY_UID = {project.uid: project for project in PROJECTS}
