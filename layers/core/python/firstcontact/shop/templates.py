"""The initial contents of a new shop's files."""

SHOP = """\
# Who we are. Everything that is commented out is optional.
name = NAME
languages = ["LANGUAGE"]            # ISO 639; the first is the default
currency = "EUR"                # ISO 4217; an order may say its own
time_zone = "Europe/Amsterdam"  # office hours and dates are by this clock
# help_centre = "https://help.DOMAIN"
# contact = "help@DOMAIN"
# mail_domains = ["DOMAIN"]     # ours: mail from them is never a customer's

[office_hours]                  # a day that is missing is closed
monday = "09:00-17:00"
tuesday = "09:00-17:00"
wednesday = "09:00-17:00"
thursday = "09:00-17:00"
friday = "09:00-17:00"

# [[holidays]]
# date = "2026-12-25"
# name = { LANGUAGE = "Christmas Day" }

[orders]
# How order numbers are written, as regular expressions; group 1, if there is one, is the id.
patterns = ['\\d{3,8}']

# [look]
# colour = "#0b6b5e"
# logo = "logo.svg"             # SVG or PNG, a file of this folder; else the name is shown

# [links]                       # any names; replies and pages use them as {links.returns}
# returns = "https://DOMAIN/returns"

[answers]
mode = "draft"                  # off, shadow, draft or automatic
# [answers.intents]
# refund_policy = "automatic"
"""

POLICY = """\
# What may be done, for whom, until when, up to how much: one block an action. An action without a block is not
# offered. Every refusal names the line of this file that caused it.
#
# Keys of any block:
#   customers = "any"                           or a list of groups
#   states = ["delivered"]                      what the order must be
#   within_days = { default = 30, plus = 60 }   of delivery, by customer group
#   within_months = { default = 12 }            instead of within_days, by part
#   automatic = { EUR = "200.00" }              above, or in another currency, a person decides
#   daily = { per_customer = { EUR = "300.00" }, per_shop = { EUR = "5000.00" } }
#   confirm = "always"                          "never" for what only reads
#   by = "suite"                                or "person": always decided at the desk
#   second_pair_of_eyes = { EUR = "1000.00" }
#   excludes_tags = ["custom-built"]
#   countries = ["NL", "BE", "DE"]
version = "2026-01-01"
"""

BLOCKS = {
    "refund": """
[refund]
states = ["delivered"]
within_days = { default = 14 }
automatic = { EUR = "50.00" }
confirm = "always"
# returns = "required"          # paid when the carrier scans the parcel
# keep_below = { EUR = "15.00" }
# excludes = ["express_fee"]
# arrives = "within 5 working days"
""",
    "cancel": """
[cancel]
states = ["placed"]
automatic = { EUR = "50.00" }
# excludes = ["express_fee"]
""",
    "return": """
[return]
states = ["delivered"]
within_days = { default = 14 }
# label_valid_days = 30
# collected = { tags = ["bulky"], above = { EUR = "500.00" }, by = "our carrier" }
""",
    "store_credit": """
# [store_credit]
# automatic = { EUR = "50.00" }
# bonus_percent = 10
# valid_months = 24
""",
    "exchange": """
# [exchange]
# within_days = { default = 14 }
# times = 1
""",
    "damage_claim": """
# [damage_claim]
# within_days = { default = 14 }
# photos = { least = 1, most = 3 }
# per_year = 3
""",
    "replacement": """
# [replacement]
# within_days = { default = 14 }
# stock = "required"
""",
    "warranty": """
# [warranty]
# within_months = { default = 24 }
""",
}

CONNECTORS = """\
# Which vendor fills which system. On a laptop the sandbox fills them all. Secrets are named here, never written.
# Known vendors:
"""

INTENTS = """\
# Intents that are added to the built-in ones. One that has a built-in one's name adds utterances to it, or takes its
# place with replace = true.
#
# [gift_wrapping]
# description = "The customer asks whether an order can be wrapped as a gift."
# destination = "answer"        # or "action" (with action = "…") or "person"
# utterances = ["can you wrap it as a gift", "do you offer gift wrapping"]
#
# [[routing.rules]]             # the first rule that holds decides
# to = "person"                 # or "strong" or "cheap": the model of an answer
# because = "the customer is upset"
# upset = 0.8
"""

FAULTS = """\
# The kinds of damage that customers report, and what each earns.
#
# [cracked]
# names = { en = "cracked or broken" }
# words = ["cracked", "broken", "shattered"]
# labels = ["crack"]            # what a photo model says
# severity = "medium"           # low, medium, high or dangerous
# earns = "replacement"         # replacement, store_credit, refund, choice, person or nothing
"""

REPLIES = """\
# The shop's own wording of the suite's sentences. Uncomment a key to change it; texts = ["…", "…"] gives variants.
"""

ARTICLE = """\
---
title: Returning a product
---
# Returning a product

Write here what customers are told about returns. Each file of this directory is one article: Markdown, HTML, PDF or a
Help Center export. `audience: agents` in the front matter keeps an article from customers.
"""
