"""Companies: list, add, remove; they live in feeds.yaml."""

from __future__ import annotations

import argparse

from signalboard.cli import DONE, plain
from signalboard.cli.opened import desk
from signalboard.cli.printed import print_json
from signalboard.model import Company


def listed(arguments: argparse.Namespace) -> int:
    """List the companies."""
    with desk(arguments) as opened:
        for row in opened.companies():
            if arguments.json:
                company = row.company
                print_json(
                    {
                        "name": company.name,
                        "aliases": list(company.aliases),
                        "ticker": company.ticker,
                        "as_written": company.as_written,
                        "exclude": list(company.exclude),
                        "tracked": row.tracked,
                        "mentions_14_days": row.activity.total,
                        "change": row.activity.change,
                        "tally": [row.tally.supports, row.tally.contradictions],
                    }
                )
            else:
                print(plain.company_line(row))
    return DONE


def add(arguments: argparse.Namespace) -> int:
    """Add a company and track it."""
    with desk(arguments) as opened:
        change = opened.add_company(
            Company(
                name=arguments.name,
                aliases=tuple(arguments.alias),
                ticker=arguments.ticker,
                as_written=arguments.as_written,
                exclude=tuple(arguments.exclude),
            )
        )
        print(change.label)
    return DONE


def remove(arguments: argparse.Namespace) -> int:
    """Take a company out of feeds.yaml."""
    with desk(arguments) as opened:
        print(opened.remove_company(arguments.name).label)
    return DONE
