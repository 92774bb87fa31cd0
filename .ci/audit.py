"""Audits a requirements file with pip-audit: 1 for a known vulnerability, 0 where no advisory service can be asked.

pip-audit itself exits with 1 for both, and with 0 where the service knows none of the packages (as a package mirror
does, which has no advisories): what it found is read from its report.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

OPTIONS = ["--require-hashes", "--disable-pip", "--progress-spinner", "off", "--format", "json"]
# What requests, urllib3 and pip-audit call a service that cannot be asked.
UNREACHABLE = ("ConnectionError", "connection error", "ProxyError", "SSLError", "Timeout", "HTTPError", "ServiceError")


def main(requirements: str) -> int:
    program = Path(sys.executable).parent / "pip-audit"
    with tempfile.TemporaryDirectory() as directory:
        report = Path(directory) / "report.json"
        command = [str(program), *OPTIONS, "--output", str(report), "--requirement", requirements]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        code, said = verdict(report.read_text() if report.exists() else None, done.stdout)
    print(f"Audit of {requirements}: {said}", file=sys.stderr if code else sys.stdout)
    return code


def verdict(report: str | None, output: str) -> tuple[int, str]:
    """The exit code and what to say; report: pip-audit's as JSON, None where it wrote none."""
    if report is None:
        last = (output.strip().splitlines() or ["it said nothing"])[-1]
        if any(word in last for word in UNREACHABLE):
            return 0, f"NOT DONE, the advisory service cannot be reached ({last[:200]})."
        return 1, f"pip-audit failed: {last}"
    packages = json.loads(report)["dependencies"]
    found = [f"  {each['name']} {each['version']}: {_listed(each['vulns'])}" for each in packages if each.get("vulns")]
    if found:
        return 1, "\n".join(["known vulnerabilities; raise the versions with make lock.", *found])
    unknown = sum("skip_reason" in each for each in packages)
    if unknown == len(packages):
        return 0, f"NOT DONE, the advisory service that was asked knows none of the {len(packages)} packages."
    rest = f"; {unknown} more are unknown to the advisory service" if unknown else ""
    return 0, f"no known vulnerability in {len(packages) - unknown} packages{rest}."


def _listed(vulnerabilities: list[dict[str, Any]]) -> str:
    fixes = [", ".join(each.get("fix_versions", [])) or "no version yet" for each in vulnerabilities]
    return "; ".join(f"{each['id']} (fixed in {fix})" for each, fix in zip(vulnerabilities, fixes, strict=True))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
