"""A small check of JSON against the declared schema: types, required names, references."""

KINDS = {
    "string": str, "integer": int, "number": (int, float), "boolean": bool, "object": dict, "array": list,
    "null": type(None),
}


def faults(value, schema: dict, whole: dict, at: str = "$") -> list[str]:
    """Every place where the value is not what the schema says."""
    if "$ref" in schema:
        found = whole
        for name in schema["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        return faults(value, found, whole, at)
    if "anyOf" in schema:
        tries = [faults(value, one, whole, at) for one in schema["anyOf"]]
        return [] if any(not one for one in tries) else min(tries, key=len)
    kind = schema.get("type")
    if kind and (not isinstance(value, KINDS[kind]) or (isinstance(value, bool) and kind != "boolean")):
        return [f"{at}: {value!r} is not {kind}"]
    if kind == "array":
        return [fault for n, one in enumerate(value) for fault in faults(one, schema["items"], whole, f"{at}[{n}]")]
    if kind == "object":
        return _object(value, schema, whole, at)
    return []


def _object(value: dict, schema: dict, whole: dict, at: str) -> list[str]:
    known, more = schema.get("properties", {}), schema.get("additionalProperties", not schema.get("properties"))
    found = [f"{at}.{name} is missing" for name in schema.get("required", []) if name not in value]
    for name, one in value.items():
        if name in known:
            found += faults(one, known[name], whole, f"{at}.{name}")
        elif isinstance(more, dict):
            found += faults(one, more, whole, f"{at}.{name}")
        elif not more:
            found.append(f"{at}.{name} is not declared")
    return found
