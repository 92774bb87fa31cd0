"""`python -m gio_pipeline`, the same as `gio-pipeline`."""

import sys

from gio_pipeline.cli import main

sys.exit(main())
