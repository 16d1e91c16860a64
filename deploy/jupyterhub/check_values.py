"""Compare values.yaml with the schema of the Helm chart: `make hub-schema SCHEMA=values.schema.yaml`.

The schema belongs to the chart and is not part of this repository. It is `jupyterhub/values.schema.yaml` in the sources of Zero
to JupyterHub; take that of the version that values.yaml names. Helm compares the same when it installs the chart.
"""

from __future__ import annotations

import sys
from pathlib import Path

import jsonschema
import yaml


def main(schema: str) -> None:
    """Name every value that the schema does not allow, and end with 1 if there is one."""
    values = yaml.safe_load(Path(__file__).with_name("values.yaml").read_text(encoding="utf-8"))
    rules = yaml.safe_load(Path(schema).read_text(encoding="utf-8"))
    found = jsonschema.Draft7Validator(rules).iter_errors(values)
    wrong = [error for error in found if error.validator != "required"]  # what is left out, the chart's own values have
    for error in wrong:
        print(f"{'.'.join(map(str, error.absolute_path)) or 'values'}: {error.message}")
    if wrong:
        sys.exit(1)
    print(f"All values are as {schema} allows.")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Say where the schema is: make hub-schema SCHEMA=values.schema.yaml")
    main(sys.argv[1])
