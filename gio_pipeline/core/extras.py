"""What an optional part of the installation is called, for the message where that part is missing."""


def missing_extra(package: str, extra: str) -> str:
    """What to do where `package` is not there; no full stop, so that another way out may follow."""
    return f"The package {package} is not installed: pip install 'gio_pipeline[{extra}]'"
