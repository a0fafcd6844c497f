"""The text of a document: a string, or what the assistant says in a list of messages."""

from __future__ import annotations

from typing import Any

from auditor.decoding import MOST_CHARACTERS

# A rule between two answers, as a reader of the conversation would see one.
_BETWEEN = "\n\n---\n\n"
_ASSISTANTS = frozenset({"assistant", "gpt", "model", "bot", "chatbot"})
_USERS = frozenset({"user", "human"})


class NoText(Exception):
    """There is no text; the message says why, in a few words."""


def text_of(value: Any) -> tuple[str, str]:
    """The document that a value holds, and what is to be read before it: of a conversation, what the user says."""
    match value:
        case None:
            raise NoText("no text")
        case str():
            text, before = value, ""
        case list():
            turns = [_turn(message) for message in value]
            if not any(role in _ASSISTANTS for role, _ in turns):
                raise NoText("no message of an assistant")
            text = _BETWEEN.join(said for role, said in turns if role in _ASSISTANTS)
            before = "\n\n".join(said for role, said in turns if role in _USERS)
        case _:
            raise NoText(f"neither a text nor a list of messages, but {type(value).__name__}")
    if len(text) > MOST_CHARACTERS:
        raise NoText(f"too long to be a derivation: more than {MOST_CHARACTERS // 1_000_000} million characters")
    return encodable(text), encodable(before[:MOST_CHARACTERS])


def encodable(text: str) -> str:
    """The text with a mark in place of every half of a surrogate pair, which no file can hold."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _turn(message: Any) -> tuple[str, str]:
    """Who speaks, and what is said: `role` and `content`, or `from` and `value`; content may come in parts."""
    if not isinstance(message, dict):
        raise NoText("not a list of messages")
    role = message.get("role") or message.get("from")
    content = message.get("content", message.get("value"))
    if isinstance(content, list):
        parts = (part.get("text") if isinstance(part, dict) else part for part in content)
        content = "\n\n".join(part for part in parts if isinstance(part, str))
    return str(role).lower(), content if isinstance(content, str) else ""
