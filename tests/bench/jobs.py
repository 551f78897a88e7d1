# SPDX-License-Identifier: GPL-2.0-or-later
"""What people wait for: command lines of tshark, with default settings, for each reader."""

# (name, keys, arguments with this plugin, with the stock dissector, with neither). The costs of a
# reader are what it adds to a tshark that takes UDP port 500 for data.
ONE = ["-T", "fields", "-e"]
JOBS = (
    ("packet list", "records", [], [], []),
    ("packet list, keys in Wireshark's table", "table", [], [], []),
    ("filter on one field", "records", ["-Y", "ikelog.message_id==1"],
     ["-Y", "isakmp.messageid==1"], ["-Y", "udp.length==1"]),
    ("-T fields of one field", "records", [*ONE, "ikelog.message_id"],
     [*ONE, "isakmp.messageid"], [*ONE, "udp.length"]),
    ("-T fields of ikelog.log", "records", [*ONE, "ikelog.log"],
     [*ONE, "isakmp.messageid"], [*ONE, "udp.length"]),
)
REPORTS = (
    ("-z ikelog,log", ["-q", "-z", "ikelog,log"]),
    ("-z ikelog,negotiations", ["-q", "-z", "ikelog,negotiations"]),
)
GOALS = {"packet list": 1.0, "packet list, keys in Wireshark's table": 1.0,
         "filter on one field": 1.0, "-T fields of one field": 1.5, "-T fields of ikelog.log": 1.5}
SYSTEM_CALLS_GOAL, LIST_OCTETS_GOAL, REPORT_OCTETS_GOAL = 0, 102, 50
GROWTH_GOAL = 1.1


def readers(job):
    """(reader, loads the plugin, where its keys are, arguments) of each that does this job."""
    _, keys, ours, stock, plain = job
    return (("plain", False, None, ["-d", "udp.port==500,data", *plain]),
            ("stock", False, "table", stock),
            ("ours", True, keys, ours))
