"""What scores, selects or plans never reads: links between cases, and the zones that a user draws on a map."""

import ast

from architecture.house import Finding, House

_NAMES = frozenset(
    {"LinkKeyRow", "LinkDecisionRow", "LinkFileRow", "LinkFileStepRow", "find_links", "list_links", "links_of"}
)
_MAY_READ = (
    "inspection.store",
    "inspection.referral",
    "inspection.reporting.cases.link_file",
    "inspection.acts.links",
    "inspection.acts.access.cases",  # whether a case has to do with what is looked at: it scores nothing
    "inspection.acts.bundles.link_keys",
    "inspection.acts.figures.deliveries",
    "inspection.acts.retention.erasable",
    "flows.command.",
    "dashboards.",
)
_KEYS = "inspection.acts.bundles.link_keys"
_MAY_KEEP = frozenset({_KEYS, "inspection.acts.bundles.referring", "inspection.acts.links.deciding"})


def read_elsewhere(house: House) -> list[Finding]:
    """Return what reads links or keeps their keys: figures count how many were confirmed, never between whom."""
    found = []
    for source in house.sources():
        for line, name in source.imports():
            if name.rpartition(".")[2] in _NAMES and not source.module.startswith(_MAY_READ):
                found.append(source.at(line, f"reads links: {name}"))
            if name == _KEYS and source.package == "inspection" and source.module not in _MAY_KEEP:
                found.append(source.at(line, "keeps keys of links"))
    return found


def shared_with_targeting(house: House) -> list[Finding]:
    """Return imports between targeting and links, either way, and signals that speak of a link."""
    found = []
    for source in house.sources("inspection"):
        for line, name in source.imports():
            if source.module.startswith("inspection.targeting") and name.startswith(
                ("inspection.referral", "sectors.rules.links")
            ):
                found.append(source.at(line, f"targeting knows {name}"))
            if "link" in source.module.rpartition(".")[2] and name.startswith("inspection.targeting"):
                found.append(source.at(line, f"a link knows {name}"))
    signals = "sectors/common/signals.yaml"
    lines = enumerate(house.texts[signals].splitlines(), 1)
    return found + [
        Finding(signals, n, "a signal of a link") for n, line in lines if "link_key" in line or "referral" in line
    ]


_ZONES = frozenset({"Zone", "ZoneFile", "Zones", "read_zones", "add_zones", "remove_zones", "zones_of", "zones"})
_MAY_READ_ZONES = frozenset(
    {
        "inspection.territory.zones",
        "inspection.acts.maps.zones",
        "inspection.store.sealed_files",  # seals them anew, and reads nothing of them
        "inspection.settings",
        "flows.command.week.maps",
        "dashboards.widgets.map.drawing",
        "dashboards.office.week.maps",
    }
)


def zones_named(house: House) -> list[Finding]:
    """Return what names a user's own zones: nothing that selects, plans, writes or exports a week may know them.

    Neither by an import nor as an attribute (`acts.maps.zones_of`, `settings.zones`).
    """
    found = []
    for source in house.sources():
        if source.module in _MAY_READ_ZONES:
            continue
        attributes = [(node.lineno, node.attr) for node in source.nodes if isinstance(node, ast.Attribute)]
        for line, name in (*source.imports(), *attributes):
            if name.rpartition(".")[2] in _ZONES:
                found.append(source.at(line, f"knows zones: {name}"))
    return found
