"""The guide to the payer file, ``docs/payer-file.md``, made from the models.

``python -m oxyclaim.policy.payer_files.guide`` prints it.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from oxyclaim.engine.catalogue import RECENT_MONTHS, Catalogue
from oxyclaim.engine.parameters import Parameter
from oxyclaim.engine.words import Effect, Kind, Rule
from oxyclaim.policy import load
from oxyclaim.policy.payer_files.entries import ENTRIES
from oxyclaim.policy.payer_files.guide_example import EXAMPLE, VERDICTS
from oxyclaim.policy.payer_files.guide_words import OTHERS, SUBJECTS
from oxyclaim.policy.payer_files.schema import payer_schema
from oxyclaim.policy.payer_files.subjects import OWN_RULES, Subject, subjects

_OPENING = f"""\
# The payer file

Every payer is a file: what it covers, by what a patient qualifies, when it requires an authorization, how long it pays
rent, its papers and its clocks. A new payer needs a file and no code. This page is all that you need to write one.

    oxyclaim payers new my_plan --payer-files my-payers      # a starter file, every key in it as a comment
    oxyclaim payers validate my-payers                       # every problem, with file and line
    oxyclaim payers show my_plan --payer-files my-payers     # what holds today, in words
    oxyclaim payers copy tricare --payer-files my-payers     # a built-in payer's file as your own
    oxyclaim payers review tricare --payer-files my-payers   # confirm its values with the contract at hand
    oxyclaim payers compare medicare my_plan --payer-files my-payers
    oxyclaim check case.yaml --payer-files my-payers         # a case with `coverage: payer: my_plan`

Files of your own stand in a folder of yours, one payer a file, named like the payer (`my_plan.yaml`). The folder is the
one that `--payer-files` names, else the one in the setting OXYCLAIM_PAYERS, else `oxyclaim/payers` among your own data.
A file of yours with the name of a payer that comes with Oxyclaim takes its place; built-in payers (`medicare` and the
roots) cannot be replaced. The layout is YAML; unknown and doubled keys are errors. Put a text that contains a comma or
a colon in quotes.

## A complete example

Everything in it is made up. It has a threshold, a cap and an authorization rule of its own.

```yaml
{EXAMPLE}```

What follows for `examples/01-clinic-test.yaml` (86 % at rest, rental from 2025-05-12), with `payer: maple_valley` under
`coverage`, `authorizations: []` and `changes: []`, where the case is changed as the first column says:
"""

_HOW = f"""\
## How it works

**What is inherited.** `inherits` names another payer. All its values and rules hold where this file sets none, and what
it inherits in turn. A plan (`plans`) inherits from its payer. The roots to choose from:

ROOTS

**Dates.** Each value holds for service dates from `from` to `to`, both included; without `to` it holds until further
notice. Values of one key may neither overlap nor leave a gap. Where the payer was silent for a time, write that as
`value: null` with its dates and source. `value: null` also takes away what would be inherited. Before its first date a
key has no value: the payer is silent there, or what is inherited holds; where that has ended earlier, write the time
between as `value: null`.

**Precedence.** Where two values hold on the same day, one by a `law` goes before one by a `contract`, and that before
one by a `policy`, also across files: a law in the root goes before a policy in your file. Of two of the same kind the
nearer file's holds: the plan's, the payer's own, then what is inherited. What is built in counts as policy unless it
says otherwise. Values of different kinds in one file may overlap; those of one kind may not.

**Sources.** Every value names the id of a source of the same file, then, after a comma, the place in it
(`source: "OXY-12, page 2"`), or a list of such. A value without a source is refused.

**Grades.** `primary`: the payer's or regulator's own text was read. `secondary`: somebody's account of it.
`unconfirmed`: no text was found. A rule that rests on a value by a source that is not primary gives no verdict stronger
than `review`: the line is neither `billable` nor `not covered` by it.

**Age.** A source speaks for its own date (`dated`), or for the day of a later review (`reviewed`, with the `reviewer`);
without either for the day on which it was `read`. For service dates more than {RECENT_MONTHS} months after that day it
is too old: verdicts that rest on it are `review`. The age counts to the service date, not to today. What is built in
does not age.

**Contested.** Where sources give different values, keep the one that you go by as `value`, and the others under
`contested` (value, source). `oxyclaim payers show` then says: look in your contract.

**Silence.** A key that is left out is silent, which is not the same as no. Silence is never a denial: where it decides,
the line is for `review`, and the finding says what to ask the payer. What each subject's silence does stands below.

**Status.** `unverified` files give verdicts that say so. `verified` requires the key `verified` (by, date) and, on the
day of the run, a clock for claims (`filing_days_original`, or `timely_filing_years`); without them the file is refused.
`oxyclaim payers validate` says what a file lacks.

**Rules.** A root switches on the rules that hold; `rules` uses or drops more of them, by id or by the beginning of ids
(`PAY-3`), each with dates and a source. `oxyclaim rules ID` shows one. The rules whose ids begin with PAY read the
values of a payer's own file; most are silent where their values are not set, so that setting a value switches them on.

**Review.** A built-in payer's values rest on public texts, many of them old, so that most lines are for `review`.
`oxyclaim payers review PAYER` asks for each value whether your contract says so, and for what is silent; each answer
rests on the contract from its date on, with your name and the day. Without a terminal: `--confirm all --set KEY=VALUE`.

**Unread.** `oxyclaim payers validate` also names values that change nothing: that no rule of this payer reads, or only
beside another value which is not set.

**What cannot be meant is refused:** a code with two statuses; a code, modifier or NPI that there is not; a limit that
no test could be about (`at_most: 0.88`); numbers out of their range; a step that would come before itself.

**What contradicts itself is refused:** `purchase_only` with a limit on rent, own or inherited (set the inherited one to
null); `rent_ends: never` or `at_purchase_price` with `rental_months_paid`; an authorization needed always and never for
the same codes; age bands that overlap; a Medicare Advantage plan with `liability_form: abn`; a circle of `inherits`; a
plan given twice; a source or a rule that is not there.

**In the case file** (docs/case-file.md lists every key). `coverage: payer` names the payer (`my_plan`) or one of its
plans (`my_plan/hmo`), `coverage: member_id` the member's id with it. A month in `history` is this payer's where its
`payer` is this payer, under whatever plan; `other` leaves it open whose it was. A list that is left out is unknown; an
empty list says that there are none: write `authorizations: []`, `changes: []` and `history: []` where there are none.
What a claim needs beyond that (names, addresses, numbers) is the same for all payers (CLM-100).

**The verdicts.** `excluded` before `not payable` before `not covered` before `review` before `hold`: the strongest
finding decides the line. None of them: `billable`. Unknown facts of the case are `hold`, silence of the payer `review`.
"""

_PARTS = (
    ("PayerFile", "The file"),
    ("Plan", "A plan"),
    ("Source", "A source"),
    ("Switch", "A switch of rules"),
    ("Verification", "`verified`"),
)


_KINDS = {"boolean": "true, false", "integer": "whole number", "number": "number", "string": "text"}


def guide(catalogue: Catalogue) -> str:
    """The page."""
    return "\n".join(_page(catalogue)) + "\n"


def _page(catalogue: Catalogue) -> Iterator[str]:
    schema = payer_schema(catalogue.parameters)
    models: dict[str, Any] = schema["$defs"] | {"PayerFile": schema}
    yield _OPENING
    rows = [(case, code, f"**{verdict}**", rule) for case, code, verdict, rule in VERDICTS]
    yield from _table(("the case", "line", "verdict", "by"), rows)
    yield "\n" + _HOW.replace("ROOTS", "\n".join(_roots(catalogue)))
    for name, title in _PARTS:
        yield from _model(models[name], title)
    yield "## A value\n"
    yield "Under `values` each key holds a list of dated values. Each of them has these keys:\n"
    yield from _keys(_of_any_key(models["value_whole_number_dated"], "null where the payer is silent"))
    yield "\nAn entry of `contested`:\n"
    yield from _keys(_of_any_key(models["value_whole_number_contested"], "what the other source says"))
    yield ""
    yield from _subjects(catalogue, models)


def _of_any_key(model: Mapping[str, Any], remark: str) -> dict[str, Any]:
    """A dated value's model without what is peculiar to its key."""
    value = {"description": f"The value, as the key's own table below allows it; {remark}."}
    return {**model, "properties": {**model["properties"], "value": value}}


def _roots(catalogue: Catalogue) -> Iterator[str]:
    says = {
        "base": "nothing of Medicare's: the payer's own values decide. For commercial payers, Medicaid, TRICARE, VA.",
        "medicare_criteria": "Medicare's tests, groups, rental months and modifiers, without its notices, formal "
        "denials and forecasts. For a payer whose text says that it follows Medicare's criteria.",
        "medicare_advantage": "the same, and what the law asks of every Medicare Advantage plan (approvals that stand, "
        "the transition, the plan's decision in the place of a notice).",
    }
    for name, text in says.items():
        yield f"- `{name}`: {text} {_in_use(catalogue, name)}"


def _in_use(catalogue: Catalogue, payer: str) -> str:
    """Which of the rules that read a payer's own values a root uses."""
    own = [rule.id for rule in catalogue.rules if rule.id.startswith(OWN_RULES)]
    used = {rule.id for rule in catalogue.rules_of(payer)}
    missing = [id for id in own if id not in used]
    if not missing:
        return "It uses all PAY rules."
    return f"It uses the PAY rules apart from {', '.join(missing)}, which a file can switch on (`rules: use`)."


def _subjects(catalogue: Catalogue, models: Mapping[str, Any]) -> Iterator[str]:
    readers = _readers(catalogue)
    known = subjects(catalogue)
    yield "## The values, by subject\n"
    yield (
        "`by` names the rules that read a key. A dash: it decides no verdict by itself; it is shown, chooses what is "
        "counted or written on the claim, or belongs to a request.\n"
    )
    for subject in known:
        if subject.own:
            words = SUBJECTS[subject.folder]
            yield f"### {subject.title}\n"
            yield f"*Silent:* {words.silence}\n"
            yield f"*From the case:* {words.case}\n"
            yield from _parameters(subject, readers)
            for parameter in subject.parameters:
                if parameter.entry:
                    yield from _entry(parameter, models)
    yield from _rules(catalogue)
    yield "## Values of Medicare's own system\n"
    yield OTHERS
    for subject in known:
        if not subject.own:
            yield f"### {subject.title}\n"
            yield from _parameters(subject, readers)


def _rules(catalogue: Catalogue) -> Iterator[str]:
    yield "## What the rules do\n"
    yield "What becomes of a line that does not meet a rule, and of one of which the case does not say enough:\n"
    used = {rule.id for rule in catalogue.rules_of("base")}
    rows = [
        (rule.id, rule.title, _effect(rule, rule.not_met), _effect(rule, rule.unknown))
        for rule in catalogue.rules
        if rule.id in used
    ]
    yield from _table(("rule", "what it requires", "not met", "unknown"), rows)
    yield ""


def _effect(rule: Rule, effect: Effect) -> str:
    if rule.kind is Kind.NOTE:
        return "a note"
    return "—" if effect is Effect.NONE else f"`{effect.verdict}`"


def _readers(catalogue: Catalogue) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for rule in catalogue.rules:
        for name in catalogue.parameters_read(rule):
            found.setdefault(name, []).append(rule.id)
    return found


def _parameters(subject: Subject, readers: Mapping[str, list[str]]) -> Iterator[str]:
    rows = [(f"`{each.name}`", each.title, _allowed(each), _by(each, readers, subject)) for each in subject.parameters]
    yield from _table(("key", "what", "allowed", "by"), rows)
    yield ""


def _allowed(parameter: Parameter) -> str:
    if parameter.entry:
        return f"list of entries, see `{ENTRIES[parameter.entry].PARAMETER}` below"
    words = ", ".join(f"`{word}`" for word in parameter.words)
    kind = {"truth": "true, false", "date": "date", "list": "list of texts"}.get(parameter.type, parameter.type)
    if words:
        kind = f"list: {words}" if parameter.type == "list" else words
    clock = "" if parameter.clock == "service_date" else f"; its dates are those of the {_spoken(parameter.clock)}"
    return kind + (f", {parameter.unit}" if parameter.unit else "") + clock


def _by(parameter: Parameter, readers: Mapping[str, list[str]], subject: Subject) -> str:
    ids = readers.get(parameter.name, [])
    own = [id for id in ids if id.startswith(OWN_RULES)]
    if subject.own:
        return ", ".join(own) or (_families(ids) if ids else "—")
    return _families(ids) if ids else "—"


def _families(ids: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(id.partition("-")[0] for id in ids)) + " rules"


def _entry(parameter: Parameter, models: Mapping[str, Any]) -> Iterator[str]:
    model = models[parameter.entry]
    yield f"#### An entry of `{parameter.name}`\n"
    yield f"{_flat(model['description'])}\n"
    yield from _keys(model)
    yield ""


def _model(model: Mapping[str, Any], title: str) -> Iterator[str]:
    yield f"## {title}\n"
    if about := model.get("description"):
        yield f"{_flat(about)}\n"
    yield from _keys(model)
    yield ""


def _keys(model: Mapping[str, Any]) -> Iterator[str]:
    required = model.get("required", ())
    rows = []
    for key, schema in model["properties"].items():
        wanted = " **required**" if key in required else ""
        default = schema.get("default")
        unless = "" if default is None else f" `{_written(default)}` if left out."
        kind = "text, or list: text" if key == "source" else _type(schema)
        rows.append((f"`{key}`", f"{_flat(schema.get('description', ''))}{unless}{wanted}", kind))
    yield from _table(("key", "what", "allowed"), rows)


def _type(schema: Mapping[str, Any]) -> str:
    if "anyOf" in schema:
        kinds = [_type(each) for each in schema["anyOf"] if each.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if "$ref" in schema:
        return "a section of its own"
    if words := schema.get("enum") or ([schema["const"]] if "const" in schema else None):
        return ", ".join(f"`{word}`" for word in words)
    if schema.get("type") == "array":
        return f"list: {_type(schema['items'])}"
    if "maximum" in schema:
        return f"{schema['minimum']:g} to {schema['maximum']:g}"
    if "exclusiveMinimum" in schema:
        return "dollars"
    if schema.get("format") == "date":
        return "date"
    return _KINDS.get(schema.get("type", ""), "as the key allows")


def _written(default: Any) -> str:
    return str(default).lower() if isinstance(default, bool) else str(default)


def _spoken(name: str) -> str:
    return name.replace("_", " ")


def _flat(text: str) -> str:
    return " ".join(text.split("\n\n", maxsplit=1)[0].split())


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield f"| {' | '.join(row)} |"


if __name__ == "__main__":
    sys.stdout.write(guide(load()))
