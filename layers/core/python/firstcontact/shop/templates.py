"""The initial contents of a new shop's files."""

SHOP = """\
# The shop's profile. All settings that are commented out are optional.
name = NAME
languages = ["LANGUAGE"]            # ISO 639; the first is the default
currency = "EUR"                # ISO 4217; an order may have another
time_zone = "Europe/Amsterdam"  # the time zone of office hours and dates
# help_centre = "https://help.DOMAIN"
# contact = "help@DOMAIN"
# mail_domains = ["DOMAIN"]     # our own domains: mail from them is never from a customer

[office_hours]                  # a missing day is closed; who waits for a person reads when it opens again
monday = "09:00-17:00"
tuesday = "09:00-17:00"
wednesday = "09:00-17:00"
thursday = "09:00-17:00"
friday = "09:00-17:00"

# [[holidays]]
# date = "2026-12-25"
# name = { LANGUAGE = "Christmas Day" }

[orders]
# The patterns of order numbers, as regular expressions; group 1, if there is one, is the id.
patterns = ['\\d{3,8}']

# [look]
# colour = "#0b6b5e"
# logo = "logo.svg"             # SVG or PNG of at most 100 KiB in this folder; without it the name is shown

# [links]                       # any names; replies and pages use them as {links.returns}
# returns = "https://DOMAIN/returns"

[answers]
mode = "draft"                  # off, shadow, draft or automatic
# [answers.intents]
# refund_policy = "automatic"
"""

POLICY = """\
# What is allowed, for whom, until when and up to which amount: one block per action. An action without a block is not
# offered. Every refusal names the line of this file that caused it.
#
# Keys of any block:
#   customers = "any"                           or a list of groups
#   states = ["delivered"]                      the allowed states of the order
#   within_days = { default = 30, plus = 60 }   after delivery, by customer group
#   within_months = { default = 12 }            instead of within_days, by part
#   automatic = { EUR = "200.00" }              above this, or in another currency, a person decides
#   daily = { per_customer = { EUR = "300.00" }, per_shop = { EUR = "5000.00" } }
#   confirm = "always"                          "never" for actions that only read
#   by = "suite"                                or "person": always decided at the review desk
#                                               not decided by the suite yet: a person decides all of them
#   second_pair_of_eyes = { EUR = "1000.00" }   above this, two reviewers must approve
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
# returns = "required"          # a person decides when the goods are back
# keep_below = { EUR = "15.00" }   # goods worth less are refunded at once, and the customer keeps them
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
# The vendor of each system. On a laptop the sandbox replaces them all.
# [secrets] names secrets that exist in Secrets Manager, never their values; others are created by the deployment.
# Known vendors:
"""

INTENTS = """\
# Intents in addition to the built-in ones. With the name of a built-in intent, a block adds utterances to it, or
# replaces it if replace = true.
#
# [gift_wrapping]
# description = "The customer asks whether an order can be wrapped as a gift."
# destination = "answer"        # or "action" (with action = "…") or "person"
# utterances = ["can you wrap it as a gift", "do you offer gift wrapping"]
#
# [[routing.rules]]             # the first rule that matches decides
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
# labels = ["crack"]            # labels of the photo model
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

Write here what customers should know about returns. Each file of this directory is an article: Markdown, HTML, PDF or
a Help Center export. `audience: agents` in the front matter hides an article from customers.
"""
