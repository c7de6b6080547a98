# What is planned over ../before: each action, reason and mark that Terraform's own resource can have.

variable "password" {
  type      = string
  sensitive = true
  default   = "korenbloem-4471-peer"
}

resource "terraform_data" "created" {
  input = "new"
}

resource "terraform_data" "imported" {
  input = "taken over"
}

import {
  to = terraform_data.imported
  id = "made-elsewhere"
}

resource "terraform_data" "updated" {
  input = { size = 80, names = ["web", "database", "cache"], note = "new" }
}

resource "terraform_data" "replaced" {
  input            = "stays"
  triggers_replace = ["generation 2"]
}

resource "terraform_data" "replaced_after" {
  triggers_replace = "generation 2"
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

resource "terraform_data" "new_name" {
  input = "keeps its place"
}

moved {
  from = terraform_data.old_name
  to   = terraform_data.new_name
}

removed {
  from = terraform_data.forgotten
  lifecycle {
    destroy = false
  }
}

resource "terraform_data" "counted" {
  count = 1
  input = count.index
}

resource "terraform_data" "keyed" {
  for_each = toset(["amsterdam"])
  input    = each.key
}

resource "terraform_data" "secret" {
  input = { password = var.password, address = "postgres://app:${urlencode(nonsensitive(var.password))}@10.20.0.10/app" }
}

resource "terraform_data" "untouched" {
  input = "nothing happens"
}

resource "terraform_data" "judged" {
  input = "judged"
  lifecycle {
    postcondition {
      condition     = self.output == "judged"
      error_message = "It is not what it was told to be."
    }
  }
}

output "size" {
  value = terraform_data.updated.input.size
}

output "comes" {
  value = terraform_data.created.output
}

output "password" {
  value     = var.password
  sensitive = true
}

check "proven" {
  assert {
    condition     = terraform_data.untouched.output == "nothing happens"
    error_message = "Something happened."
  }
}

check "broken" {
  assert {
    condition     = terraform_data.untouched.output == "something else"
    error_message = "Nothing happened, with ${nonsensitive(var.password)} in the message."
  }
}

check "not_proven" {
  assert {
    condition     = terraform_data.created.output == "new"
    error_message = "It is not new."
  }
}
