from typing import Literal

from pydantic import BaseModel, ConfigDict


class Line(BaseModel):
    sku: str
    quantity: int


class Order(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str
    status: Literal["open", "paid", "shipped"]
    note: str | None = None
    lines: list[Line] = []
