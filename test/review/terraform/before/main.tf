# What stands before the plan of ../after, made of Terraform's own resource so that no provider is fetched.

variable "password" {
  type      = string
  sensitive = true
  default   = "zonnebloem-9912-kers"
}

resource "terraform_data" "updated" {
  input = { size = 40, names = ["web", "cache"], note = "old" }
}

resource "terraform_data" "replaced" {
  input            = "stays"
  triggers_replace = ["generation 1"]
}

resource "terraform_data" "replaced_after" {
  triggers_replace = "generation 1"
  lifecycle {
    create_before_destroy = true
  }
}

resource "terraform_data" "dragged" {
  input = "along"
  lifecycle {
    replace_triggered_by = [terraform_data.replaced]
  }
}

resource "terraform_data" "gone" {
  input = "was here"
}

resource "terraform_data" "old_name" {
  input = "keeps its place"
}

resource "terraform_data" "forgotten" {
  input = "left to itself"
}

resource "terraform_data" "counted" {
  count = 2
  input = count.index
}

resource "terraform_data" "keyed" {
  for_each = toset(["amsterdam", "alkmaar"])
  input    = each.key
}

resource "terraform_data" "secret" {
  input = { password = var.password, address = "postgres://app:${urlencode(nonsensitive(var.password))}@10.20.0.10/app" }
}

resource "terraform_data" "untouched" {
  input = "nothing happens"
}

output "size" {
  value = terraform_data.updated.input.size
}

output "leaves" {
  value = "soon"
}

output "password" {
  value     = var.password
  sensitive = true
}
