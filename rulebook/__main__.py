import sys

from rulebook.cli.main import main as run


def main() -> None:
    sys.exit(run())


if __name__ == "__main__":
    main()
