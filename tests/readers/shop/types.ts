export interface Line {
  sku: string;
  quantity: number;
}

export interface Order {
  id: string;
  status: "open" | "paid" | "shipped" | "cancelled";
  note?: string;
  lines?: Line[];
}
